#include "reports/charts/short_names.h"

#include <algorithm>
#include <map>
#include <set>

#include "framework/base/text.h"

namespace xp {
namespace {

/// Bytes that both begin with, in whole characters.
std::size_t alike(const std::string& a, const std::string& b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  auto n = static_cast<std::size_t>(differ - a.begin());
  while (n > 0 && n < a.size() && (static_cast<unsigned char>(a[n]) & 0xc0) == 0x80) --n;
  return n;
}

}  // namespace

std::vector<std::string> short_names(const std::vector<std::string>& names, int columns) {
  std::vector<std::string> out;
  std::map<std::string, std::pair<std::string, std::size_t>> of;  // a name of each brief one, how much all begin with
  for (const std::string& name : names) {
    out.push_back(name.empty() ? "(no name)" : shorten(name, columns));
    const auto [known, is_new] = of.try_emplace(out.back(), name, name.size());
    if (known->second.first != name)
      known->second.second = std::min(known->second.second, alike(known->second.first, name));
  }
  std::set<std::string> used;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& [first, begin] = of[out[i]];
    const std::string rest = begin < first.size() && begin < names[i].size() ? names[i].substr(begin) : "";
    const std::string brief = rest.empty() ? out[i] : shorten("…" + rest, columns);
    out[i] = brief;
    for (int n = 2; !used.insert(out[i]).second; ++n) out[i] = brief + " (" + std::to_string(n) + ")";
  }
  return out;
}

}  // namespace xp
