#include "reports/charts/reliability.h"

#include <fmt/format.h>

#include <cmath>

#include "framework/scores/intervals/interval.h"
#include "reports/words.h"

namespace xp {
namespace {

std::int64_t right_of(const Bin& bin) { return bin.images ? std::llround(bin.accuracy * bin.images) : 0; }

std::string range_of(const Bin& bin) { return fmt::format("{}–{}", hundredths(bin.low, 0), hundredths(bin.high, 0)); }

}  // namespace

Chart reliability_chart(const ScoreReport& report) {
  Chart chart;
  chart.id = "reliability", chart.title = "Reliability diagram", chart.square = true;
  chart.reading = "On the dotted line, answers are right as often as they claim; below it they are too sure.";
  chart.x = {"mean confidence", Axis::linear, Format::percent, true, 0, 1};
  chart.y = {"share that is right", Axis::linear, Format::percent, true, 0, 1};
  ChartColumn claimed{"mean confidence", {}}, right{"share that is right", {}}, low{"from", {}}, high{"to", {}},
      label{"images", {}, {}};
  for (const Bin& bin : report.sheet.calibration.bins) {
    if (!bin.images) continue;
    const Interval i = wilson(right_of(bin), bin.images);
    claimed.numbers.push_back(bin.confidence), right.numbers.push_back(bin.accuracy);
    low.numbers.push_back(i.low), high.numbers.push_back(i.high);
    label.words.push_back(fmt::format("{} of {} right", right_of(bin), counted(bin.images, "image")));
  }
  if (claimed.numbers.empty()) return chart;
  chart.columns = {claimed, right, label, {"as claimed", {0, 1}}, {"as claimed, right", {0, 1}}};
  Layer exact{"as often as claimed", Shape::faint, "as claimed", "as claimed, right"};
  exact.colour = 6;
  Layer seen{"a bin of ten", Shape::dots, claimed.name, right.name};
  seen.label = label.name;
  chart.layers = {exact, seen};
  if (report.sheet.groups) return chart;
  chart.columns.push_back(low), chart.columns.push_back(high);
  chart.layers.insert(chart.layers.begin() + 1, {"95 % interval", Shape::span, claimed.name, "", low.name, high.name});
  return chart;
}

Chart confidence_chart(const ScoreReport& report) {
  Chart chart;
  chart.id = "confidence", chart.title = "How sure the answers are";
  chart.reading = "Images by the probability of the class that was named; a bin of few images says little.";
  chart.x = {"confidence (%)", Axis::categories, Format::text};
  chart.y = {"images", Axis::linear, Format::whole, true};
  ChartColumn bins{"confidence", {}, {}}, right{"right", {}}, wrong{"wrong", {}};
  bool any = false;
  for (const Bin& bin : report.sheet.calibration.bins) {
    any = any || bin.images;
    if (!any) continue;  // a confidence is never less than one over the classes
    bins.words.push_back(range_of(bin));
    right.numbers.push_back(static_cast<double>(right_of(bin)));
    wrong.numbers.push_back(static_cast<double>(bin.images - right_of(bin)));
  }
  if (!any) return chart;
  chart.columns = {bins, right, wrong};
  chart.layers = {{"right", Shape::stacked, bins.name, right.name}, {"wrong", Shape::stacked, bins.name, wrong.name}};
  chart.layers[1].colour = 1;
  return chart;
}

}  // namespace xp
