// Templates and style sheet, compiled in by reports/html/embed.cmake.
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
