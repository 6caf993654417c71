#include "framework/run/parents.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "framework/base/text.h"
#include "framework/plan/folds.h"
#include "framework/run/new_run.h"
#include "framework/scores/spread.h"

namespace xp {
namespace {

std::vector<Child> folds_among(std::vector<Child> children) {
  std::erase_if(children, [](const Child& child) { return child.is_control(); });
  return children;
}

bool runs(const Child& child) { return child.status == Status::running || child.status == Status::scheduled; }

/// Of each score that every fold has: its mean, and its standard deviation where there are two folds at least.
Metrics over_folds(const std::vector<Child>& folds) {
  Metrics out;
  for (const auto& [score, first] : folds.at(0).scores) {
    std::vector<double> values;
    for (const Child& fold : folds)
      if (const auto found = fold.scores.find(score); found != fold.scores.end()) values.push_back(found->second);
    if (values.size() < folds.size()) continue;
    const Spread spread = spread_of(values);
    out[score] = spread.mean;
    if (spread.n > 1) out[score + "_sd"] = spread.sd;
  }
  return out;
}

}  // namespace

std::int64_t open_parent(const Plan& plan, const Circumstances& c, Store& store) {
  NewRun run = new_run(plan, c, {{"threads", c.threads}});
  run.settings.push_back({"split.folds", static_cast<std::int64_t>(folds(plan).size())});
  const std::int64_t id = add_run(run, c, store);
  store.start(id, this_process());
  return id;
}

void reopen_parents(std::int64_t sweep, const Circumstances& given, Store& store) {
  std::map<std::int64_t, std::int64_t> instead;
  std::vector<Trial> changed;
  store.atomically([&] {
    for (Trial t : store.trials(sweep)) {
      if (!t.parent) continue;
      const auto [known, fresh] = instead.emplace(t.parent, t.parent);
      if (const RunRow old = store.run(t.parent); fresh && !old.deleted.empty()) {
        Circumstances c = given;
        c.sweep = sweep, c.name = old.name, c.note = old.note;
        known->second = open_parent(plan_from_json(store.record(old.id).plan), c, store);
      }
      if (known->second == t.parent) continue;
      t.parent = known->second;
      changed.push_back(t);
    }
    store.add_trials(sweep, changed);
  });
}

std::string unfinished(const std::vector<Child>& children, int expected) {
  std::vector<std::string> parts;
  const std::vector<Child> all = folds_among(children);
  for (const Child& fold : all)
    if (fold.status != Status::finished)
      parts.push_back(fmt::format("{} ({}) is {}", fold.role, run_name(fold.run), name(fold.status)));
  if (const int missing = expected - static_cast<int>(all.size()); missing > 0)
    parts.push_back(fmt::format("{} {} not begun", missing, missing == 1 ? "has" : "have"));
  if (parts.empty()) return "";
  const auto done = std::count_if(all.begin(), all.end(), [](const Child& f) { return f.status == Status::finished; });
  return fmt::format("{} of {} folds are finished: {}", done, expected, join(parts));
}

void conclude_parent(std::int64_t parent, Store& store) {
  const auto stated = store.setting("split.folds");
  if (!stated.count(parent) || store.run(parent).status == Status::finished) return;
  const int expected = static_cast<int>(*stated.at(parent).get<std::int64_t>());
  const std::vector<Child> children = store.children(parent), folds = folds_among(children);
  if (std::any_of(children.begin(), children.end(), runs)) return;
  const bool failed =
      std::any_of(folds.begin(), folds.end(), [](const Child& f) { return f.status == Status::failed; });
  const std::string short_of = unfinished(children, expected);
  if (short_of.empty()) store.epoch(parent, 0, over_folds(folds), {}, {});
  store.end(parent, short_of.empty() ? Status::finished : failed ? Status::failed : Status::killed, short_of);
}

}  // namespace xp
