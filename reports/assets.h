// Files of reports/templates and reports/assets, compiled in by reports/embed.cmake.
#pragma once
#include <string_view>
#include <vector>

namespace xp {

struct Asset {
  std::string_view name;  // "run.mustache"
  std::string_view text;
};
const std::vector<Asset>& assets();

}  // namespace xp
