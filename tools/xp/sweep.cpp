// xp sweep: what a sweep's trials came to, and which of them is best on validation.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <sstream>

#include "framework/base/text.h"
#include "framework/plan/halving.h"
#include "framework/plan/plan.h"
#include "framework/plan/search.h"
#include "framework/scores/score.h"
#include "reports/list.h"
#include "reports/sweep.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

/// By "sweep3", 3, its name, or "last"; of several with one name the last.
SweepRow sweep_named(const Store& store, const std::string& name) {
  const std::vector<SweepRow> all = store.sweeps();
  if (all.empty())
    throw Error("there are no sweeps in " + store.home(), "xp run FILE.cpp makes one where the experiment has axes");
  if (name == "last") return all.back();
  std::string_view digits = name;
  if (digits.starts_with("sweep")) digits.remove_prefix(5);
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (error == std::errc() && end == digits.data() + digits.size()) return store.sweep(id);
  std::vector<std::string> known{"last"};
  for (auto row = all.rbegin(); row != all.rend(); ++row) {
    if (row->name == name || row->experiment == name) return *row;
    known.push_back(row->name.empty() ? sweep_name(row->id) : row->name);
  }
  throw Error(fmt::format("there is no sweep \"{}\"", name), suggestion(name, known) + "  (xp sweep list)");
}

/// Between two of the store's times, 0 where one is missing.
double seconds_between(const std::string& from, const std::string& to) {
  const auto parsed = [](const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0;
    double second = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%lf", &year, &month, &day, &hour, &minute, &second) != 6)
      return std::nan("");
    const std::chrono::sys_days date{std::chrono::year(year) / month / day};
    return date.time_since_epoch().count() * 86400.0 + hour * 3600 + minute * 60 + second;
  };
  const double seconds = parsed(to) - parsed(from);
  return std::isfinite(seconds) ? std::max(0.0, seconds) : 0;
}

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
    if (const auto run = run_of(trial)) describe(out, *run);
    trials.push_back(std::move(out));
  }

  std::optional<RunRow> run_of(const Trial& trial) const {
    if (trial.run) return store_.run(trial.run);
    const auto found = runs_.find(trial.place);
    return found == runs_.end() ? std::nullopt : std::optional(found->second);
  }

  void describe(SweptTrial& out, const RunRow& run) const {
    out.run = run.id, out.status = run.status, out.reason = run.reason;
    if (const auto found = at_chosen_.find(run.id); found != at_chosen_.end()) out.score = found->second;
    if (early_) out.early = best_until(store_, run.id, by_, early_);
    out.epochs = run.epochs, out.epochs_planned = run.epochs_planned;
    out.seconds = seconds_between(run.started, run.ended);
  }

  /// The parent is the trial: the mean of its folds, once all have ended.
  void add_fold(const Trial& trial) {
    auto known = parents_.find(trial.parent);
    if (known == parents_.end()) {
      const RunRow parent = store_.run(trial.parent);
      SweptTrial out;
      out.place = trial.place, out.run = parent.id, out.status = parent.status, out.reason = parent.reason;
      out.settings = store_.record(parent.id).settings;
      const std::vector<Child> folds = folds_among(store_.children(parent.id));
      const Spread spread_of_folds = spread(folds, by_);
      if (parent.status == Status::finished && spread_of_folds.n == static_cast<int>(folds.size()))
        out.score = spread_of_folds.mean;
      known = parents_.emplace(parent.id, trials.size()).first;
      trials.push_back(std::move(out));
    }
    if (const auto run = run_of(trial)) {
      SweptTrial& whole = trials[known->second];
      whole.epochs += run->epochs, whole.epochs_planned += run->epochs_planned;
      whole.seconds += seconds_between(run->started, run->ended);
    }
  }

  const Store& store_;
  std::string by_;
  int early_;
  std::map<std::int64_t, double> at_chosen_;
  std::map<int, RunRow> runs_;                   // the last of each place
  std::map<std::int64_t, std::size_t> parents_;  // index into `trials`
};

SweepPage page_of(const Store& store, const SweepRow& sweep, std::string by) {
  const Search search = search_from_json(sweep.search);
  const std::vector<Trial> trials = store.trials(sweep.id);
  if (trials.empty()) throw Error(sweep_name(sweep.id) + " has no trials");
  const Train train = train_of(plan_from_json(trials.front().plan).train);
  if (by.empty()) by = train.monitor.rfind("val/", 0) == 0 ? train.monitor : "val/loss";
  score_of(by);
  const bool halves = search.kind == Search::Kind::halving;
  const int early = halves ? rungs(search.minimum, search.reduction, static_cast<int>(train.epochs)).front() : 0;
  SweepPage page;
  page.name = sweep_name(sweep.id), page.experiment = sweep.experiment, page.title = sweep.title;
  page.search = text(search), page.status = sweep.status, page.reason = sweep.reason;
  page = sweep_page(std::move(page), Collected(store, sweep, by, early).trials, by, early);
  if (page.best) add_test(page, store.record(page.best->run));
  return page;
}

Exit show(Context& c) {
  const std::string name = c.args.positional.size() > 1 ? c.args.positional[1] : "last";
  const SweepPage page = page_of(c.records(), sweep_named(c.records(), name), c.args.text("by"));
  if (c.args.has("json"))
    c.terminal.data(json_of(page) + "\n");
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(trial_table(page)));
  else if (c.args.has("md"))
    c.terminal.data(markdown_of(trial_table(page)));
  else
    c.terminal.page(sweep_text(page, c.terminal.screen()));
  return Exit::done;
}

Exit list(Context& c) {
  Table table{{{"sweep"}, {"status"}, {"experiment"}, {"trials", Align::right}, {"search"}, {"begun (UTC)"}, {"name"}},
              {}};
  for (const SweepRow& s : c.records().sweeps())
    table.rows.push_back({sweep_name(s.id), name(s.status), s.experiment, std::to_string(s.trials),
                          name(search_from_json(s.search).kind), minute(s.created), s.name});
  if (c.args.has("json"))
    c.terminal.data(json_rows(table) + "\n");
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(table));
  else if (c.args.has("md"))
    c.terminal.data(markdown_of(table));
  else
    c.terminal.print(text_of(table, c.terminal.table_columns()));
  return Exit::done;
}

Exit sweep(Context& c) {
  const std::string& what = c.args.positional.at(0);
  if (what == "show") return show(c);
  if (what != "list")
    throw Error(fmt::format("xp sweep has no \"{}\"", what),
                suggestion(what, {"show", "list"}) + "; xp sweep show sweep3");
  if (c.args.positional.size() > 1) throw Error("xp sweep list takes no name", "xp sweep show " + c.args.positional[1]);
  if (c.args.has("by")) throw Error("xp sweep list chooses nothing", "xp sweep show --by " + c.args.text("by"));
  return list(c);
}

}  // namespace

extern const Verb sweep_verb;
const Verb sweep_verb{"sweep",
                      "show|list [SWEEP]",
                      "the trials of a sweep: the best on validation, and what mattered",
                      "xp sweep show sweep3 --by val/balanced_accuracy",
                      Needs::records,
                      1,
                      2,
                      {{"by", 0, "METRIC", "the validation score to choose by; train.monitor unless given"},
                       {"json", 0, "", "as JSON"},
                       {"md", 0, "", "the trials as a Markdown table"},
                       {"csv", 0, "", "the trials as CSV"}},
                      sweep};

}  // namespace xp
