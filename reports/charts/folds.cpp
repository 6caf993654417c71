#include "reports/charts/folds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "framework/scores/spread.h"
#include "reports/charts/epochs.h"
#include "reports/diagnosis/history.h"

namespace xp {
namespace {

bool is_fold(const Record& part) { return !part.run.role.starts_with("control "); }

Chart chart_of(const Material& run, const std::string& score, double last) {
  const bool loss = score == "loss";
  Chart chart = epoch_chart(score, loss ? "Loss over the folds" : "Accuracy over the folds", last,
                            loss ? Axis{"loss (nats)"} : Axis{"accuracy", Axis::linear, Format::percent});
  const FoldCurve train = over(fold_curves(run.parts, "train/" + score)),
                  validation = over(fold_curves(run.parts, "val/" + score));
  if (add_curve(chart, "training, mean", train.mean, part_colour::training)) {
    Curves curves("epoch");
    curves.columns = std::move(chart.columns);
    curves.add("training, least", train.least);
    curves.add("training, greatest", train.most);
    chart.columns = std::move(curves.columns);
    chart.layers.push_back({"training, all folds", Shape::band, "epoch", "", "training, least", "training, greatest",
                            part_colour::training});
  }
  add_curve(chart, "validation, mean", validation.mean, part_colour::validation, Shape::dashed);
  for (const Record& part : run.parts)
    if (is_fold(part))
      if (Layer* layer = add_curve(chart, part.run.role + ", validation", curve(part, "val/" + score),
                                   part_colour::validation, Shape::faint);
          layer && part.run.chosen_epoch)
        layer->dot = part.run.chosen_epoch;
  const std::int64_t all = validation.mean.empty() ? train.all : validation.all;
  if (all > 0 && static_cast<double>(all) < last)
    chart.marks.push_back({static_cast<double>(all), fmt::format("not all folds go on: epoch {}", all)});
  chart.reading =
      "Dotted is the validation of each fold, with a dot at the epoch whose weights it kept; the means are over the "
      "folds that still learned.";
  chart.log_switch = loss;
  chart.height = 340;
  return chart;
}

}  // namespace

FoldCurve over(const std::vector<const Series*>& folds) {
  std::map<std::int64_t, std::vector<double>> at;
  for (const Series* fold : folds)
    for (const Point& p : *fold)
      if (std::isfinite(p.value)) at[p.at].push_back(p.value);
  FoldCurve out;
  bool all = true;
  for (const auto& [epoch, values] : at) {
    const Spread s = spread_of(values);
    out.mean.push_back({epoch, s.mean}), out.least.push_back({epoch, s.least}), out.most.push_back({epoch, s.most});
    all &= values.size() == folds.size();
    if (all) out.all = epoch;
  }
  return out;
}

std::vector<const Series*> fold_curves(const std::vector<Record>& parts, const std::string& metric) {
  std::vector<const Series*> out;
  for (const Record& part : parts)
    if (is_fold(part) && !curve(part, metric).empty()) out.push_back(&curve(part, metric));
  return out;
}

std::vector<Chart> fold_charts(const Material& run) {
  double last = 0;
  for (const Record& part : run.parts)
    if (is_fold(part)) last = std::max(last, last_epoch(part));
  std::vector<Chart> out;
  for (const std::string score : {"loss", "accuracy"}) out.push_back(chart_of(run, score, last));
  std::erase_if(out, [](const Chart& chart) { return !has_points(chart); });
  return out;
}

}  // namespace xp
