#include "reports/charts/run_labels.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/store/tracked.h"

namespace xp {

std::string network_title(const Record& record) {
  const Value *model = find(record.settings, "model"), *attention = find(record.settings, "attention");
  if (!model) return is_imported(record) ? "imported" : is_tracked(record) ? "tracked" : "";
  const bool attends = attention && attention->text() != "none";
  return printable(model->text() + (attends ? " with " + attention->text() : ""));
}

std::vector<std::string> run_labels(const std::vector<const Record*>& records) {
  constexpr int widest = 40;
  std::vector<std::string> out;
  for (const Record* record : records) {
    const RunRow& run = record->run;
    const std::string called = run.role.starts_with("control ") ? run.role
                               : run.name.empty()               ? network_title(*record)
                                                                : printable(run.name);
    const std::string label = run_name(run.id) + (called.empty() ? "" : " " + shorten(called, widest));
    std::string free = label;
    for (int n = 2; std::find(out.begin(), out.end(), free) != out.end(); ++n) free = fmt::format("{} ({})", label, n);
    out.push_back(free);
  }
  return out;
}

std::vector<std::string> run_labels(const std::vector<Material>& runs) {
  std::vector<const Record*> records;
  for (const Material& run : runs) records.push_back(&run.record);
  return run_labels(records);
}

}  // namespace xp
