#include "framework/run/rerun/conditions.h"

#include <algorithm>
#include <functional>

namespace xp {
namespace {

/// Both directions, in the order of `was`, then what only `now` has.
void compare(const Settings& was, const Settings& now,
             const std::function<Condition(const std::string&, const Value*, const Value*)>& condition,
             std::vector<Condition>& out) {
  const auto look = [&](const std::string& name) {
    const Value *before = find(was, name), *is = find(now, name);
    if (!before || !is || *before != *is) out.push_back(condition(name, before, is));
  };
  for (const Setting& s : was) look(s.name);
  for (const Setting& s : now)
    if (!find(was, s.name)) look(s.name);
}

Condition of_plan(const std::string& name, const Value* was, const Value* now) {
  const Fact fact = setting_named(name);
  return {name, was ? was->text() : "none", now ? now->text() : "none", fact.effect, fact.reason};
}

/// Variables alone are written in capitals. Every run records those of a list that were set, and a version of xp has
/// one list.
bool is_variable(const std::string& name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool same_version(const Settings& a, const Settings& b) {
  const Value *was = find(a, "xp"), *now = find(b, "xp");
  return was && now && *was == *now;
}

void compare_sources(const Record& was, const Record& now, std::vector<Condition>& out) {
  if (was.sources.empty() || now.sources.empty()) return;  // not kept
  const auto in = [](const Record& record, const std::string& path) -> const Source* {
    for (const Source& s : record.sources)
      if (s.path == path) return &s;
    return nullptr;
  };
  const auto shown = [](const Source* s) { return s ? "SHA-256 " + s->sha256.substr(0, 12) + "…" : "none"; };
  const auto add = [&](const std::string& path) {
    const Source *before = in(was, path), *is = in(now, path);
    if (before && is && before->sha256 == is->sha256) return;
    out.push_back({path, shown(before), shown(is), Effect::may, "the experiment's own code"});
  };
  for (const Source& s : was.sources) add(s.path);
  for (const Source& s : now.sources)
    if (!in(was, s.path)) add(s.path);
}

}  // namespace

Fact setting_named(const std::string& setting) {
  if (setting == "dataset.path") return {"", Effect::harmless, "data count by their content"};
  if (setting == "callback.csv_log.path") return {"", Effect::harmless, "it is what is written"};
  return {"", Effect::matters, "it is part of the plan"};
}

Condition fact_between(const std::string& name, const Settings& was, const Settings& now) {
  const Value *before = find(was, name), *is = find(now, name);
  Fact fact = fact_named(name);
  const bool unset = is_variable(name) && same_version(was, now);
  if ((!before || !is) && !unset && fact.effect != Effect::harmless)
    fact = {"", Effect::unknown, "only one of the two runs recorded it"};
  const char* missing = unset ? "not set" : "unknown";
  return {name, before ? before->text() : missing, is ? is->text() : missing, fact.effect, fact.reason};
}

std::vector<Condition> conditions(const Record& was, const Record& now) {
  std::vector<Condition> out;
  compare(was.settings, now.settings, of_plan, out);
  const bool same_plan = std::none_of(out.begin(), out.end(), [](auto& c) { return c.effect == Effect::matters; });
  if (same_plan && was.run.identity != now.run.identity)
    out.push_back({"identity", was.run.identity.substr(0, 12) + "…", now.run.identity.substr(0, 12) + "…",
                   Effect::matters, "a file that the plan names, or its own plugins' code, is not what it was"});
  compare_sources(was, now, out);
  Settings before = was.environment, is = now.environment;
  for (Settings* side : {&before, &is}) std::erase_if(*side, [](const Setting& s) { return s.name == "command"; });
  const auto fact = [&](const std::string& name, const auto&...) { return fact_between(name, before, is); };
  compare(before, is, fact, out);
  std::stable_sort(out.begin(), out.end(), [](const Condition& a, const Condition& b) {
    const auto rank = [](Effect e) {
      return e == Effect::matters ? 0 : e == Effect::harmless ? 3 : e == Effect::may ? 1 : 2;
    };
    return rank(a.effect) < rank(b.effect);
  });
  return out;
}

}  // namespace xp
