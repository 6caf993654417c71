#include "framework/base/varying.h"

#include <algorithm>
#include <map>

#include "framework/base/seeds.h"

namespace xp {
namespace {

using Texts = std::vector<std::string>;  // one a plan

Texts texts(const std::vector<Settings>& plans, const std::string& name) {
  Texts out;
  for (const Settings& plan : plans) {
    const Value* value = find(plan, name);
    out.push_back(value ? value->text() : "–");
  }
  return out;
}

/// Whether plans that are alike in `cause` are alike in `effect`.
bool follows(const Texts& effect, const Texts& cause) {
  std::map<std::string, std::string> known;
  for (std::size_t i = 0; i < cause.size(); ++i)
    if (known.emplace(cause[i], effect[i]).first->second != effect[i]) return false;
  return true;
}

}  // namespace

std::vector<std::string> varying(const std::vector<Settings>& plans) {
  std::vector<std::string> out;
  std::map<std::string, Texts> seen;  // of all names so far
  for (const Settings& plan : plans)
    for (const Setting& s : plan) {
      if (seen.count(s.name)) continue;
      const Texts& values = seen[s.name] = texts(plans, s.name);
      const bool same = std::all_of(values.begin(), values.end(), [&](const std::string& v) { return v == values[0]; });
      const bool twin = is_seed(s.name) && std::any_of(out.begin(), out.end(), [&](const std::string& other) {
                          return is_seed(other) && seen.at(other) == values;
                        });
      const std::string plugin = s.name.substr(0, s.name.find('.'));
      const bool implied = plugin != s.name && std::find(out.begin(), out.end(), plugin) != out.end() &&
                           follows(values, seen.at(plugin));
      if (!same && !twin && !implied) out.push_back(s.name);
    }
  return out;
}

std::vector<std::string> shortened(const std::vector<std::string>& names) {
  const auto last = [](const std::string& name) { return name.substr(name.rfind('.') + 1); };
  std::map<std::string, int> times;
  for (const std::string& name : names) ++times[last(name)];
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(times[last(name)] == 1 ? last(name) : name);
  return out;
}

}  // namespace xp
