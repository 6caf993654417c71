#include "reports/diagnosis/recipe.h"

namespace xp {

bool uses(const Record& record, const std::string& group, const std::string& choice) {
  const Value* found = find(record.settings, group);
  if (!found) return false;
  const std::string text = found->text();
  return choice.empty() ? !text.empty() && text != "none" : text.find(choice) != std::string::npos;
}

bool balances(const Record& record) { return uses(record, "class_weight") || uses(record, "balance"); }

}  // namespace xp
