#include "reports/charts/learning.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/scores/score.h"
#include "reports/charts/epochs.h"
#include "reports/charts/folds.h"
#include "reports/charts/steps.h"
#include "reports/diagnosis/history.h"
#include "reports/parts.h"
#include "reports/words.h"

namespace xp {
namespace {

Axis axis_of(const std::string& score) {
  if (score == "loss") return {"loss (nats)"};
  if (score == "accuracy") return {"accuracy", Axis::linear, Format::percent};
  return {score};
}

/// What a chart of that score tells, by the curves that are there.
std::string reading_of(const Record& record, const std::string& score, bool apart, bool validation) {
  const std::string better = score == "loss" ? "Lower is better" : "Higher is better";
  if (!validation) return better + "; nothing was held out, so that nothing here tells how it does on new images.";
  const std::string one = score == "accuracy" && record.run.val_images > 0
                              ? fmt::format("; one of the {} validation images is {}", record.run.val_images,
                                            points(1.0 / record.run.val_images))
                              : "";
  if (!apart) return better + one + ".";
  if (score == "loss")
    return better +
           ": training that falls while validation rises is overfitting, and the shade is how far they lie "
           "apart.";
  return better + ", and the shade is what the network knows of its training images alone" + one + ".";
}

/// The same score where each class and sample weighs as in training, until it is asked for.
void add_weighted(Chart& chart, const Record& record) {
  struct Part {
    const char *metric, *name;
    int colour;
  };
  for (const Part& part :
       {Part{"train/weighted_loss", "training, weighted", part_colour::training},
        Part{"train_eval/weighted_loss", "training judged again, weighted", part_colour::judged_again},
        Part{"val/weighted_loss", "validation, weighted", part_colour::validation}})
    if (Layer* layer = add_curve(chart, part.name, curve(record, part.metric), part.colour, Shape::faint))
      layer->hidden = true;
}

/// Between the curves, and as a curve of its own for who asks for its figures. Whether there is one to see.
bool add_gap(Chart& chart, const Series& train, const Series& validation, bool loss) {
  const std::string of_training = column_of(chart, "training, judged again") ? "training, judged again" : "training";
  const Series gap =
      loss ? difference(finite(train), finite(validation)) : difference(finite(validation), finite(train));
  if (gap.size() < 2) return false;
  Layer band{"gap", Shape::band, "epoch", "", of_training, "validation", part_colour::validation};
  chart.layers.insert(chart.layers.begin(), band);
  if (Layer* layer = add_curve(chart, loss ? "validation less training" : "training less validation", gap,
                               part_colour::test, Shape::faint))
    layer->hidden = true;
  return true;
}

Chart chart_of(const Material& run, const std::string& score, int onset) {
  const Record& record = run.record;
  const bool loss = score == "loss";
  Chart chart = epoch_chart(score, loss ? "Loss" : "Accuracy", end_of(run), axis_of(score));
  const Series &seen = curve(record, "train/" + score), &again = curve(record, "train_eval/" + score),
               &validation = curve(record, "val/" + score), &test = curve(record, "test/" + score);
  add_curve(chart, "training", seen, part_colour::training);
  add_curve(chart, "training, judged again", again, part_colour::judged_again);
  add_curve(chart, "validation", validation, part_colour::validation, Shape::dashed);
  if (test.size() > 1) add_curve(chart, "test", test, part_colour::test, Shape::dashed);  // other tools judge it so
  if (chart.layers.empty()) return chart;
  const bool judged = column_of(chart, "validation");
  for (Layer& layer : chart.layers)
    if (record.run.chosen_epoch && layer.name == (judged ? "validation" : "training"))
      layer.dot = record.run.chosen_epoch;
  const Series& train = finite(again).empty() ? seen : again;
  const bool apart = judged && add_gap(chart, train, validation, loss);
  if (loss) add_weighted(chart, record);
  chart.reading = reading_of(record, score, apart, judged);
  if (loss && add_objective(chart, run) && chart.layers.back().close)
    chart.reading.back() = ';', chart.reading += " zoomed in, the batches appear.";
  chart.marks = marks_of(record.run, onset);
  chart.log_switch = loss;
  chart.height = 340;
  return chart;
}

/// Shares, correlations and what else has no unit, of validation where it was judged.
Chart other_scores(const Material& run) {
  const Record& record = run.record;
  const bool judged = !finite(curve(record, "val/balanced_accuracy")).empty();
  Chart chart = epoch_chart("other-scores", judged ? "Other scores of validation" : "Other scores of training",
                            end_of(run), {"score"});
  int colour = 0;
  for (const Score& score : all_scores()) {
    if (score.name == "loss" || score.name == "accuracy") continue;
    std::string name = score.name == "auc" ? "AUC" : score.name == "mcc" ? "MCC" : score.name;
    if (name == "macro_f1") name = "macro F1";
    for (char& c : name) c = c == '_' ? ' ' : c;
    const bool low = score.better == Direction::lower;
    if (low) name += " (lower is better)";
    if (Layer* layer = add_curve(chart, name, curve(record, (judged ? "val/" : "train/") + score.name), colour))
      layer->hidden = low || name == "MCC" || name == "kappa";
    ++colour;
  }
  chart.reading = "Where these fall while accuracy holds, one class is being given up for another.";
  chart.marks = marks_of(record.run, 0);
  return chart;
}

/// One epoch, and no batches beside it: its figures stand among the scores.
bool is_one_moment(const Chart& chart) {
  return std::all_of(chart.columns.begin(), chart.columns.end(), [](const auto& c) { return c.numbers.size() < 2; });
}

}  // namespace

std::vector<Chart> learning_charts(const Material& run, const Diagnosis& diagnosis) {
  if (folds_of(run.record)) return fold_charts(run);
  std::vector<Chart> out;
  if (trains_nothing(run.record)) return out;
  for (const std::string score : {"loss", "accuracy"}) out.push_back(chart_of(run, score, diagnosis.onset));
  out.push_back(other_scores(run));
  std::erase_if(out, [](const Chart& chart) { return !has_points(chart) || is_one_moment(chart); });
  return out;
}

}  // namespace xp
