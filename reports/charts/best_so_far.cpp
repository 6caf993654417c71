#include "reports/charts/best_so_far.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "framework/scores/score.h"
#include "reports/charts/swept.h"

namespace xp {
namespace {

/// As they ended. What halving stopped and what failed took its time too.
std::vector<const SweptTrial*> in_time(const SweepResult& sweep) {
  std::vector<const SweptTrial*> out;
  for (const SweptTrial& t : sweep.trials)
    if (t.counts() || !t.earlier) out.push_back(&t);
  const auto key = [](const SweptTrial& t) { return std::tuple(!t.earlier, t.ended.empty(), t.ended, t.place); };
  std::stable_sort(out.begin(), out.end(), [&](const SweptTrial* a, const SweptTrial* b) { return key(*a) < key(*b); });
  return out;
}

/// A line that steps at each trial.
void add_best(Chart& chart, const ChartColumn& x, const std::vector<double>& best) {
  ChartColumn at{x.name + ", at the best so far", {}}, step{"best so far", {}};
  for (std::size_t i = 0; i < best.size(); ++i) {
    if (i > 0 && best[i] != best[i - 1]) at.numbers.push_back(x.numbers[i]), step.numbers.push_back(best[i - 1]);
    at.numbers.push_back(x.numbers[i]), step.numbers.push_back(best[i]);
  }
  Layer line{step.name, Shape::line, at.name, step.name};
  line.colour = 1;
  chart.layers.push_back(std::move(line));
  chart.columns.push_back(std::move(at)), chart.columns.push_back(std::move(step));
}

Chart over(const std::string& id, const std::string& what, const Axis& axis, const ChartColumn& x,
           const std::vector<double>& best, const std::vector<ChartColumn>& trials, const SweepResult& sweep) {
  Chart out;
  out.id = id;
  out.title = "The best so far, " + what;
  out.reading =
      "A dot is a trial when it ended; the line is the best until then. A line that has long been level says that more "
      "trials of this kind would gain little.";
  out.x = axis, out.y = {score_axis(sweep)};
  out.columns = {x, trials[0], trials[1]};
  Layer each{"trials", Shape::dots, x.name, trials[0].name};
  each.label = trials[1].name;
  out.layers = {each};
  add_best(out, x, best);
  return out;
}

}  // namespace

std::vector<Chart> best_so_far(const SweepResult& sweep) {
  ChartColumn number{"trials ended", {}}, spent{"training", {}};
  std::vector<double> best;
  ChartColumn score{sweep.by, {}}, label{"trial", {}};
  double until = NAN, seconds = 0;
  for (const SweptTrial* t : in_time(sweep)) {
    if (!t->earlier) seconds += t->seconds;
    if (!t->counts()) continue;
    if (std::isnan(until) || better(sweep.by, t->score, until)) until = t->score;
    number.numbers.push_back(static_cast<double>(number.numbers.size() + 1)), spent.numbers.push_back(seconds);
    best.push_back(until), score.numbers.push_back(t->score), label.words.push_back(label_of(*t));
  }
  if (best.size() < 2) return {};
  const std::vector<ChartColumn> ended{score, label};
  std::vector<Chart> out{over("best-by-trial", "trial by trial", {"trials ended", Axis::linear, Format::whole}, number,
                              best, ended, sweep)};
  if (seconds > 0)
    out.push_back(over("best-by-time", "over the time spent",
                       {"training, all trials together", Axis::linear, Format::seconds, true}, spent, best, ended,
                       sweep));
  return out;
}

}  // namespace xp
