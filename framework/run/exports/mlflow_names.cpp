#include "framework/run/exports/mlflow_names.h"

#include <cctype>
#include <vector>

#include "framework/base/text.h"

namespace xp {

std::string mlflow_name(const std::string& name) {
  constexpr std::size_t most = 200;
  std::vector<std::string> parts;
  for (std::string part : split(name.substr(0, most), '/')) {
    for (char& c : part) {
      const auto u = static_cast<unsigned char>(c);
      if (!(std::isalnum(u) && u < 0x80) && c != '_' && c != '-' && c != '.' && c != ' ') c = '_';
    }
    if (part.empty() || part == "." || part == "..") continue;  // would be another file
    if (part[0] == '.' || part[0] == ' ') part[0] = '_';
    if (part.back() == ' ') part.back() = '_';
    parts.push_back(part);
  }
  return parts.empty() ? "_" : join(parts, "/");
}

}  // namespace xp
