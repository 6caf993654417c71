#include "framework/run/parents.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/plan/folds.h"

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
  const auto n = static_cast<double>(folds.size());
  for (const auto& [score, first] : folds.at(0).scores) {
    double sum = 0, squares = 0;
    if (std::any_of(folds.begin(), folds.end(), [&](const Child& f) { return !f.scores.count(score); })) continue;
    for (const Child& fold : folds) sum += fold.scores.at(score);
    for (const Child& fold : folds) squares += std::pow(fold.scores.at(score) - sum / n, 2);
    out[score] = sum / n;
    if (folds.size() > 1) out[score + "_sd"] = std::sqrt(squares / (n - 1));
  }
  return out;
}

}  // namespace

std::int64_t open_parent(const Plan& plan, const Circumstances& c, Store& store) {
  Settings settings = flattened(plan), facts = c.environment;
  settings.push_back({"split.folds", static_cast<std::int64_t>(folds(plan).size())});
  facts.push_back({"threads", c.threads});
  NewRun run;
  run.experiment = plan.experiment, run.title = plan.title, run.name = c.name, run.note = c.note;
  run.plan = to_json(plan), run.identity = identity_hash(plan), run.fingerprint = plan.fingerprint;
  run.epochs_planned = static_cast<int>(train_of(plan.train).epochs);
  run.rerun_of = c.rerun_of, run.sweep = c.sweep, run.place = c.place, run.tags = c.tags;
  run.settings = settings, run.environment = facts, run.sources = c.sources;
  const std::int64_t id = store.add(run);
  store.start(id, this_process());
  if (!c.diff.empty()) store.artifact(id, "uncommitted.diff", c.diff);
  return id;
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
