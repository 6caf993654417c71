#include "framework/plan/draft.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

std::vector<std::string> groups() {
  std::vector<std::string> out{"train", "seed"};
  for (Kind kind : kinds) out.emplace_back(name(kind));
  return out;
}

}  // namespace

Target target(const std::string& name) {
  const std::size_t dot = name.find('.');
  const std::string group = name.substr(0, dot);
  const std::vector<std::string> known = groups();
  if (std::find(known.begin(), known.end(), group) == known.end())
    throw Error(fmt::format("there is no setting \"{}\"", name),
                fmt::format("{}; settings are named KIND.setting, train.setting, seed", suggestion(group, known)));
  if (dot == std::string::npos) return {group, "", ""};
  const std::string rest = name.substr(dot + 1);
  const std::size_t second = rest.find('.');
  if (second == std::string::npos) return {group, "", rest};
  return {group, rest.substr(0, second), rest.substr(second + 1)};
}

std::vector<Choice> named(Kind kind, const std::string& names) {
  std::vector<Choice> out;
  if (is_list(kind) && names == "none") return out;
  for (const std::string& n : is_list(kind) ? split(names, ',') : std::vector{names}) out.emplace_back(n);
  return out;
}

void put_seed(Settings& seed, const std::string& setting, const Value& value) {
  for (const char* part : {"init", "order"})
    if (setting.empty() || setting == part) set(seed, part, value);
  if (!setting.empty() && setting != "init" && setting != "order")
    throw Error(fmt::format("unknown setting \"{}\" for seed", setting), "seed.init, seed.order, or seed for both");
}

void put(Kind kind, std::vector<Choice>& list, const Target& t, const Value& value) {
  std::vector<Choice*> owners;
  std::vector<std::string> names;
  for (Choice& choice : list) {
    names.push_back(choice.name);
    const auto& params = Registry::global().find(kind, choice.name).params;
    const bool has = std::any_of(params.begin(), params.end(), [&](const Param& p) { return p.name == t.setting; });
    if (t.plugin.empty() ? has : choice.name == t.plugin) owners.push_back(&choice);
  }
  if (owners.size() == 1) return set(owners[0]->settings, t.setting, value);
  if (!t.plugin.empty())
    throw Error(fmt::format("the experiment has no {} \"{}\"", name(kind), t.plugin), suggestion(t.plugin, names));
  throw Error(fmt::format("{} of the {}s in use {} a setting \"{}\"", owners.empty() ? "none" : "more than one",
                          name(kind), owners.empty() ? "has" : "have", t.setting),
              fmt::format("in use: {}; name one: {}.PLUGIN.{}", join(names), name(kind), t.setting));
}

Draft Draft::with(Settings picks) const {
  Draft out = *this;
  std::stable_partition(picks.begin(), picks.end(), [](const Setting& s) { return target(s.name).replaces(); });
  for (const Setting& pick : picks) {
    const Target t = target(pick.name);
    if (t.group == "train")
      set(out.train, t.setting, pick.value);
    else if (t.group == "seed")
      put_seed(out.seed, t.setting, pick.value);
    else if (const Kind kind = kind_named(t.group); t.replaces())
      out.choices[kind] = named(kind, pick.value.text());
    else if (is_list(kind))
      put(kind, out.choices[kind], t, pick.value);
    else
      set(out.choices[kind][0].settings, t.setting, pick.value);
  }
  return out;
}

}  // namespace xp
