#include "reports/charts/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "framework/base/text.h"
#include "reports/charts/epochs.h"
#include "reports/charts/reduced.h"
#include "reports/diagnosis/history.h"

namespace xp {
namespace {

constexpr const char* objective = "train/objective";
constexpr const char* norm = "train/gradient_norm";
constexpr std::size_t most_medians = 400, batches_a_median = 5;  // at least

const Series& steps_of(const Material& run, const std::string& metric) {
  static const Series none;
  const auto found = run.steps.find(metric);
  return found == run.steps.end() ? none : found->second;
}

/// The batches of an epoch by the images of the training part and the batch's size; 0: not known.
double by_images(const Record& record) {
  const Value* batch = find(record.settings, "train.batch");
  const double size = batch ? std::atof(batch->text().c_str()) : 0;
  const auto images = static_cast<double>(
      std::count_if(record.samples.begin(), record.samples.end(), [](const auto& s) { return s.part == Part::train; }));
  if (size < 1 || images < 1) return 0;
  const bool joined = images > size && std::fmod(images, size) == 1;  // no batch holds a single image
  return std::ceil(images / size) - joined;
}

/// The x of those points, in epochs: a column that holds the same already, or a new one.
std::string epochs_of(Chart& chart, const Series& points, double per_epoch, const std::string& name, bool packed) {
  ChartColumn out{name, {}, {}, packed};
  for (const Point& p : points) out.numbers.push_back(static_cast<double>(p.at) / per_epoch);
  for (const ChartColumn& column : chart.columns)
    if (column.packed == packed && !out.numbers.empty() && column.numbers == out.numbers) return column.name;
  chart.columns.push_back(out);
  return name;
}

ChartColumn values_of(const Series& points, const std::string& name, bool packed) {
  ChartColumn out{name, {}, {}, packed};
  for (const Point& p : points) out.numbers.push_back(p.value);
  return out;
}

/// At most so many points, with their extremes.
Series thinned(const Series& series, std::size_t most) {
  std::vector<double> values;
  for (const Point& p : series) values.push_back(p.value);
  Series out;
  for (const std::size_t row : kept_rows({&values}, most)) out.push_back(series[row]);
  return out;
}

struct Drawn {
  std::string name, column;
  int colour = 0;
  Shape shape = Shape::faint;
  bool packed = true;
};

void add(Chart& chart, const Series& points, double per_epoch, const Drawn& as) {
  const std::string x = epochs_of(chart, points, per_epoch, "epoch, " + as.column, as.packed);
  chart.columns.push_back(values_of(points, as.column, as.packed));
  chart.layers.push_back({as.name, as.shape, x, as.column});
  chart.layers.back().colour = as.colour;
}

/// Each batch, faint, and over it the medians of stretches where there are batches enough: of a `run` among several
/// under its name.
void add_batches(Chart& chart, const Series& points, double per_epoch, std::size_t most, int colour,
                 const std::string& run = "") {
  const auto named = [&](const std::string& what) { return run.empty() ? what : run + ", " + what; };
  const auto drawn = [&](const std::string& what, Shape shape, bool packed) {
    return Drawn{run.empty() ? what : run, named(what), colour, shape, packed};
  };
  add(chart, thinned(points, most), per_epoch, drawn("each batch", Shape::faint, true));
  if (points.size() < 20 * batches_a_median) return;
  const std::size_t stretches = std::min(most_medians, points.size() / batches_a_median);
  const std::string median = fmt::format("median of {} batches", (points.size() + stretches / 2) / stretches);
  add(chart, medians(points, stretches), per_epoch, drawn(median, Shape::line, false));
}

std::string in_epoch(double per_epoch) { return fmt::format("An epoch is {} batches", decimal(per_epoch, 0)); }

}  // namespace

double steps_per_epoch(const Record& record, const Series& steps) {
  if (steps.empty()) return 0;
  const double last = static_cast<double>(steps.back().at), epochs = record.run.epochs, by_size = by_images(record);
  if (epochs < 1) return by_size;
  const double most = std::floor(last / epochs), least = std::floor(last / (epochs + 1)) + 1;
  if (record.run.status == Status::finished && most * epochs == last) return most;
  return by_size >= least && by_size <= most ? by_size : most;
}

Series medians(const Series& series, std::size_t stretches) {
  Series out;
  for (std::size_t i = 0; i < stretches; ++i) {
    const std::size_t from = i * series.size() / stretches, to = (i + 1) * series.size() / stretches;
    std::vector<double> values;
    for (std::size_t k = from; k < to; ++k)
      if (std::isfinite(series[k].value)) values.push_back(series[k].value);
    if (!values.empty()) out.push_back({series[from + (to - from) / 2].at, median(std::move(values))});
  }
  return out;
}

double end_of(const Material& run) {
  const Series& points = steps_of(run, objective);
  const double per_epoch = steps_per_epoch(run.record, points), last = last_epoch(run.record);
  return per_epoch > 0 ? std::max(last, std::ceil(static_cast<double>(points.back().at) / per_epoch)) : last;
}

bool add_objective(Chart& chart, const Material& run) {
  constexpr double few = 3;  // epochs, whose curves show little
  const Series& points = steps_of(run, objective);
  const double per_epoch = steps_per_epoch(run.record, points);
  if (points.size() < 2 || per_epoch <= 0) return false;
  add(chart, thinned(points, points_of_run), per_epoch, {"each batch's objective", "each batch's objective"});
  chart.layers.back().close = last_epoch(run.record) > few;
  return true;
}

std::vector<Chart> step_charts(const Material& run) {
  std::vector<Chart> out;
  const Record& record = run.record;
  const Series& batches = steps_of(run, objective);
  const double per_epoch = steps_per_epoch(record, batches), end = end_of(run);
  if (batches.size() < 2 || per_epoch <= 0) return out;
  Chart loss = epoch_chart("objective", "Objective of each batch", end, {"objective (nats)"});
  add_batches(loss, batches, per_epoch, points_of_run, part_colour::training);
  loss.reading = in_epoch(per_epoch) +
                 "; what is minimised also holds smoothing and weights, so it is not the loss above, and it jumps from "
                 "batch to batch: the level counts.";
  loss.log_switch = true;
  out.push_back(std::move(loss));
  Chart gradient = epoch_chart("gradient-norm", "Norm of the gradients", end, {"norm of all gradients"});
  add_curve(gradient, "mean of the epoch", curve(record, norm), part_colour::validation);
  if (Layer* largest = add_curve(gradient, "largest of the epoch", curve(record, "train/largest_gradient_norm"),
                                 part_colour::judged_again, Shape::dashed))
    largest->hidden = true;
  if (const Series& norms = steps_of(run, norm); norms.size() >= 2) {
    add(gradient, thinned(norms, points_of_run), per_epoch, {"each update", "each update"});
    std::rotate(gradient.layers.begin(), gradient.layers.end() - 1, gradient.layers.end());  // under the others
  }
  gradient.reading = "Before clipping: growing norms and lone peaks say that the steps are too long.";
  if (const Value* clip = find(record.settings, "train.clip_norm"); clip && std::atof(clip->text().c_str()) > 0)
    gradient.marks.push_back({std::atof(clip->text().c_str()), "clipped above " + clip->text(), true});
  gradient.log_switch = true;
  if (has_points(gradient)) out.push_back(std::move(gradient));
  return out;
}

std::vector<Chart> step_charts(const std::vector<Material>& runs, const std::vector<std::string>& names) {
  double end = 0;
  std::size_t recorded = 0;
  for (const Material& run : runs) {
    end = std::max(end, end_of(run));
    recorded += steps_of(run, objective).size() >= 2;
  }
  if (!recorded) return {};
  Chart chart = epoch_chart("objective", "Objective of each batch", end, {"objective (nats)"});
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Series& points = steps_of(runs[i], objective);
    const double per_epoch = steps_per_epoch(runs[i].record, points);
    if (per_epoch > 0 && points.size() >= 2)
      add_batches(chart, points, per_epoch, std::min(points_of_run, points_of_chart / recorded), static_cast<int>(i),
                  names[i]);
  }
  chart.reading =
      "What each run minimises: losses that are weighted or smoothed differently cannot be held against each other "
      "here.";
  chart.log_switch = true;
  return {chart};
}

}  // namespace xp
