#include "reports/charts/spread.h"

#include <algorithm>
#include <cmath>

#include "reports/parts.h"

namespace xp {
namespace {

/// Rows of dots, and a mean with its deviation in each.
struct Spreads {
  ChartColumn row, dot{"value", {}}, label{"run", {}, {}}, mean{"mean", {}}, low{"mean − sd", {}},
      high{"mean + sd", {}};

  explicit Spreads(const std::string& rows) : row{rows, {}, {}} {}
  void add(const std::string& name, const std::string& whose, double d, double m, double l, double h) {
    row.words.push_back(name), label.words.push_back(whose);
    dot.numbers.push_back(d), mean.numbers.push_back(m), low.numbers.push_back(l), high.numbers.push_back(h);
  }
  void add_dot(const std::string& name, const std::string& whose, double value) {
    add(name, whose, value, NAN, NAN, NAN);
  }
  void add_mean(const std::string& name, const Spread& s) {
    if (s.n > 1) add(name, "mean of " + std::to_string(s.n), NAN, s.mean, s.mean - s.sd, s.mean + s.sd);
  }

  Chart chart(const std::string& id, const std::string& of_a_dot) {
    Chart out;
    out.id = id;
    out.x = {"", Axis::linear, Format::percent};
    out.y = {"", Axis::categories, Format::text};
    out.height = 0;
    out.columns = {row, dot, label, mean, low, high};
    out.layers = {{"mean ± standard deviation", Shape::span, "", row.name, low.name, high.name},
                  {of_a_dot, Shape::dots, dot.name, row.name},
                  {"mean", Shape::dots, mean.name, row.name}};
    out.layers[0].colour = 1, out.layers[1].label = label.name, out.layers[2].colour = 1;
    return out;
  }
};

std::string whose(const Child& child) { return child.role + " (" + run_name(child.run) + ")"; }

/// A dot a run that ended with the score, then their mean.
void add_runs(Spreads& rows, const std::string& name, const std::vector<Child>& runs, const std::string& score) {
  for (const Child& run : runs)
    if (const auto found = run.scores.find(score); run.status == Status::finished && found != run.scores.end())
      rows.add_dot(name, whose(run), found->second);
  rows.add_mean(name, spread(runs, score));
}

}  // namespace

Chart fold_chart(const Record& record) {
  Spreads rows("score");
  for (const auto& [name, score] : {std::pair{"accuracy", "test/accuracy"},
                                    {"balanced accuracy", "test/balanced_accuracy"},
                                    {"macro F1", "test/macro_f1"}})
    add_runs(rows, name, folds_among(record.children), score);
  Chart out = rows.chart("folds-spread", "a fold");
  out.title = "How far the folds lie apart";
  out.reading =
      "Each dot is one fold's own test; the bar is mean ± standard deviation, which is what the choice of images and "
      "chance in training move a score by.";
  out.x.title = "score on the fold's test";
  return out;
}

Chart control_chart(const Record& record) {
  const std::string score = "test/balanced_accuracy";
  Spreads rows("what");
  const std::vector<ControlRuns> controls = controls_among(record.children);
  if (!controls.empty()) {
    const std::string network = "the network";
    if (folds_of(record))
      add_runs(rows, network, folds_among(record.children), score);
    else if (const Spread own = spread(record, score); own.n)
      rows.add_dot(network, run_name(record.run.id), own.mean);
    for (const ControlRuns& control : controls) add_runs(rows, control.name, control.runs, score);
  }
  Chart out = rows.chart("controls-beside", "a run");
  out.title = "The network beside its controls";
  out.reading =
      "Who knows nothing of the content lies on the line; a network that is not clearly right of its controls has "
      "learned no more than they show.";
  out.x.title = "balanced accuracy, test";
  if (!controls.empty() && !record.classes.empty()) {
    const double guess = 1.0 / static_cast<double>(record.classes.size());
    double least = guess;
    for (const ChartColumn* drawn : {&rows.dot, &rows.low})
      for (const double v : drawn->numbers) least = std::fmin(least, v);  // the number, where one is none
    out.x.low = std::max(0.0, std::floor(10 * least - 0.5) / 10);
    out.marks.push_back({guess, "by guessing"});
  }
  return out;
}

}  // namespace xp
