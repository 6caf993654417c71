// The curves of several runs over each other.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/epochs.h"
#include "reports/charts/folds.h"
#include "reports/charts/learning.h"
#include "reports/charts/run_labels.h"
#include "reports/charts/steps.h"
#include "reports/diagnosis/history.h"
#include "reports/parts.h"

namespace xp {
namespace {

constexpr std::size_t few = 3;  // runs, whose training curves can be shown as well

/// The curve of a run, or the mean over its folds.
Series curve_of(const Material& run, const std::string& metric) {
  return folds_of(run.record) ? over(fold_curves(run.parts, metric)).mean : curve(run.record, metric);
}

/// As it was judged at the end of each epoch, where it was.
Series training_of(const Material& run, const std::string& score) {
  const Series again = curve_of(run, "train_eval/" + score);
  return finite(again).empty() ? curve_of(run, "train/" + score) : again;
}

double end_of(const std::vector<Material>& runs) {
  double end = 0;
  for (const Material& run : runs) {
    end = std::max(end, xp::end_of(run));
    for (const Record& part : run.parts)
      if (folds_of(run.record)) end = std::max(end, last_epoch(part));
  }
  return end;
}

std::string of_folds(const std::vector<Material>& runs) {
  const bool any = std::any_of(runs.begin(), runs.end(), [](const Material& run) { return folds_of(run.record) > 0; });
  return any ? "; of a run of folds the mean over those that still learned" : "";
}

Chart chart_of(const std::vector<Material>& runs, const std::vector<std::string>& names, const std::string& score) {
  const bool loss = score == "loss";
  Chart chart = epoch_chart(score, loss ? "Loss of validation and training" : "Accuracy of validation and training",
                            end_of(runs), loss ? Axis{"loss (nats)"} : Axis{"accuracy", Axis::linear, Format::percent});
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (trains_nothing(runs[i].record)) continue;
    const int colour = static_cast<int>(i);
    if (Layer* layer = add_curve(chart, names[i], curve_of(runs[i], "val/" + score), colour);
        layer && runs[i].record.run.chosen_epoch)
      layer->dot = runs[i].record.run.chosen_epoch;
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (trains_nothing(runs[i].record)) continue;
    if (Layer* layer =
            add_curve(chart, names[i] + " training", training_of(runs[i], score), static_cast<int>(i), Shape::faint))
      layer->hidden = runs.size() > few && !finite(curve_of(runs[i], "val/" + score)).empty();
  }
  const bool dots =
      std::any_of(chart.layers.begin(), chart.layers.end(), [](const Layer& l) { return l.dot.has_value(); });
  chart.reading =
      fmt::format("{}: lines are validation{}, and dotted{} is training{}.",
                  loss ? "Lower is better" : "Higher is better", dots ? ", with a dot at the epoch that was kept" : "",
                  runs.size() > few ? ", once it is asked for," : "", of_folds(runs));
  chart.log_switch = loss;
  chart.height = 340;
  return chart;
}

Chart gaps(const std::vector<Material>& runs, const std::vector<std::string>& names) {
  Chart chart = epoch_chart("gap", "How far training accuracy lies above that of validation", end_of(runs),
                            {"gap in accuracy", Axis::linear, Format::percent});
  for (std::size_t i = 0; i < runs.size(); ++i)
    if (!trains_nothing(runs[i].record))
      add_curve(chart, names[i], difference(curve_of(runs[i], "val/accuracy"), training_of(runs[i], "accuracy")),
                static_cast<int>(i));
  chart.reading = "A gap that goes on widening is overfitting; at 0 new images are named as well as known ones.";
  chart.marks.push_back({0, "no gap", true});
  return chart;
}

}  // namespace

std::vector<Chart> learning_charts(const std::vector<Material>& runs) {
  const std::vector<std::string> names = run_labels(runs);
  std::vector<Chart> out{chart_of(runs, names, "loss"), chart_of(runs, names, "accuracy"), gaps(runs, names)};
  for (Chart& chart : step_charts(runs, names)) out.push_back(std::move(chart));
  std::erase_if(out, [](const Chart& chart) { return !has_points(chart); });
  return out;
}

}  // namespace xp
