#include "reports/charts/short_names.h"

#include <set>

#include "framework/base/text.h"

namespace xp {

std::vector<std::string> short_names(const std::vector<std::string>& names, int columns) {
  std::vector<std::string> out;
  std::set<std::string> used;
  for (const std::string& name : names) {
    const std::string brief = name.empty() ? "(no name)" : shorten(name, columns);
    std::string one = brief;
    for (int n = 2; !used.insert(one).second; ++n) one = brief + " (" + std::to_string(n) + ")";
    out.push_back(one);
  }
  return out;
}

}  // namespace xp
