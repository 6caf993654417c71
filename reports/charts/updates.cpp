#include "reports/charts/updates.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/charts/epochs.h"
#include "reports/charts/steps.h"
#include "reports/diagnosis/history.h"

namespace xp {
namespace {

Series rates(const Record& record) {
  const auto found = record.telemetry.find("rate");
  return found == record.telemetry.end() ? Series{} : finite(found->second);
}

bool moves(const Series& series) {
  return std::any_of(series.begin(), series.end(), [&](const Point& p) { return p.value != series.front().value; });
}

bool beyond_zero(const Series& series) {
  return std::any_of(series.begin(), series.end(), [](const Point& p) { return p.value > 0; });
}

}  // namespace

std::vector<Chart> update_charts(const Material& run) {
  const Record& record = run.record;
  const double end = end_of(run);
  std::vector<Chart> out;
  if (const Series rate = rates(record); moves(rate)) {
    Chart chart = epoch_chart("rate", "Learning rate", end, {"learning rate"});
    add_curve(chart, "rate", rate, part_colour::training);
    chart.reading = "The rate of each epoch's last update.";
    chart.marks = marks_of(record.run, 0);
    chart.log_switch = true;
    out.push_back(std::move(chart));
  }
  if (const Series& spikes = curve(record, "train/loss_spikes"); beyond_zero(spikes)) {
    Chart chart = epoch_chart("loss-spikes", "Batches whose loss leapt", end, {"batches", Axis::linear, Format::whole});
    add_curve(chart, "batches", spikes, part_colour::validation, Shape::bars);
    chart.y.from_zero = true;
    chart.reading = "Leaps that go on, or grow more frequent, say that the steps are too long.";
    out.push_back(std::move(chart));
  }
  if (const Series& dead = curve(record, "train/dead_relus"); beyond_zero(dead)) {
    Chart chart = epoch_chart("dead-relus", "Dead ReLUs", end, {"share of channels", Axis::linear, Format::percent});
    add_curve(chart, "dead", dead, part_colour::training);
    chart.y.from_zero = true;
    chart.reading = "Channels that gave 0 for every validation image: they take no part, and learn nothing.";
    out.push_back(std::move(chart));
  }
  return out;
}

std::string constant_rate(const Record& record) {
  const Series rate = rates(record);
  return rate.empty() || moves(rate) ? "" : fmt::format("The learning rate was {:g} in every epoch.", rate[0].value);
}

}  // namespace xp
