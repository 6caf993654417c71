#include "tools/xp/swept.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "framework/base/text.h"
#include "framework/base/time.h"
#include "framework/plan/halving.h"
#include "framework/plan/plan.h"
#include "framework/plan/search.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

/// The best of the first so many epochs.
double best_until(const Store& store, std::int64_t run, const std::string& metric, int epochs) {
  double out = std::nan("");
  for (const Point& p : store.series(run, metric))
    if (p.at <= epochs && std::isfinite(p.value) && (std::isnan(out) || better(metric, p.value, out))) out = p.value;
  return out;
}

class Collected {
 public:
  Collected(const Store& store, const SweepRow& sweep, std::string by, int early)
      : store_(store), by_(std::move(by)), early_(early), at_chosen_(store.at_chosen(by_)) {
    for (const RunRow& run : store.runs_of_sweep(sweep.id)) runs_[run.place] = run;
    for (const RunRow& run : store.runs(true))
      if (run.sweep == sweep.id) deleted_[run.place] = run.id;
    gone_through_ = sweep.status == Status::finished;
    for (const Trial& trial : store.trials(sweep.id)) add(trial);
  }
  std::vector<SweptTrial> trials;

 private:
  void add(const Trial& trial) {
    if (trial.role.rfind("control", 0) == 0) return;
    if (trial.parent) return add_fold(trial);
    SweptTrial out;
    out.place = trial.place;
    out.settings = flattened(plan_from_json(trial.plan));
    out.earlier = trial.run != 0;
    if (const auto run = run_of(trial))
      describe(out, *run);
    else if (const auto was = deleted_.find(trial.place); was != deleted_.end() || gone_through_)
      out.deleted = true, out.run = was == deleted_.end() ? 0 : was->second;
    trials.push_back(std::move(out));
  }

  std::optional<RunRow> run_of(const Trial& trial) const {
    if (trial.run) return store_.run(trial.run);
    const auto found = runs_.find(trial.place);
    return found == runs_.end() ? std::nullopt : std::optional(found->second);
  }

  void describe(SweptTrial& out, const RunRow& run) const {
    out.run = run.id, out.status = run.status, out.reason = run.reason, out.paused = run.paused;
    if (const auto found = at_chosen_.find(run.id); found != at_chosen_.end()) out.score = found->second;
    if (early_) out.early = best_until(store_, run.id, by_, early_);
    out.epochs = run.epochs, out.epochs_planned = run.epochs_planned;
    out.seconds = seconds_between(run.started, run.ended), out.ended = run.ended;
  }

  /// The parent is the trial: the mean of its folds, once all have ended.
  void add_fold(const Trial& trial) {
    auto known = parents_.find(trial.parent);
    if (known == parents_.end()) {
      const RunRow parent = store_.run(trial.parent);
      SweptTrial out;
      out.place = trial.place, out.run = parent.id, out.status = parent.status, out.reason = parent.reason;
      out.settings = store_.record(parent.id).settings;
      out.deleted = !parent.deleted.empty();
      const std::vector<Child> folds = folds_among(store_.children(parent.id));
      const Spread spread_of_folds = spread(folds, by_);
      if (!out.deleted && parent.status == Status::finished && spread_of_folds.n == static_cast<int>(folds.size()))
        out.score = spread_of_folds.mean;
      known = parents_.emplace(parent.id, trials.size()).first;
      trials.push_back(std::move(out));
    }
    if (const auto run = run_of(trial)) {
      SweptTrial& whole = trials[known->second];
      whole.epochs += run->epochs, whole.epochs_planned += run->epochs_planned;
      whole.seconds += seconds_between(run->started, run->ended);
      whole.ended = std::max(whole.ended, run->ended);
    }
  }

  const Store& store_;
  std::string by_;
  int early_;
  std::map<std::int64_t, double> at_chosen_;
  std::map<int, RunRow> runs_;                   // the last of each place
  std::map<int, std::int64_t> deleted_;          // and not yet removed for good
  bool gone_through_ = false;                    // by then every trial had a run
  std::map<std::int64_t, std::size_t> parents_;  // index into `trials`
};

/// Of what may choose a trial, the nearest is advised.
void refuse_unknown(const std::string& by) {
  if (known_metric(by)) return;
  std::vector<std::string> known;
  for (const Score& s : all_scores()) known.push_back("val/" + s.name);
  throw Error(fmt::format("there is no score \"{}\" to choose by", by), suggestion(by, known));
}

}  // namespace

SweepResult page_of(const Store& store, const SweepRow& sweep, std::string by) {
  const Search search = search_from_json(sweep.search);
  const std::vector<Trial> trials = store.trials(sweep.id);
  if (trials.empty()) throw Error(sweep_name(sweep.id) + " has no trials");
  const Train train = train_of(plan_from_json(trials.front().plan).train);
  if (by.empty()) by = train.monitor.rfind("val/", 0) == 0 ? train.monitor : "val/loss";
  refuse_unknown(by);
  const bool halves = search.kind == Search::Kind::halving;
  const int early = halves ? rungs(search.minimum, search.reduction, static_cast<int>(train.epochs)).front() : 0;
  SweepResult page;
  page.name = sweep_name(sweep.id), page.experiment = sweep.experiment, page.title = sweep.title;
  page.search = text(search), page.status = sweep.status, page.reason = sweep.reason;
  page.begun = sweep.created, page.ended = sweep.ended;
  page = sweep_result(std::move(page), Collected(store, sweep, by, early).trials, by, early);
  if (page.best) add_test(page, store.record(page.best->run));
  return page;
}

}  // namespace xp
