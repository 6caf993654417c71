#include "reports/charts/forest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "reports/charts/short_names.h"
#include "reports/scores/tables.h"

namespace xp {
namespace {

constexpr std::size_t most = 20;

const Figure& recall(const Sheet& sheet, std::size_t c) { return figure_of(sheet.classes[c], "recall"); }

/// As they stand, or of too many those with the lowest recall.
std::vector<std::size_t> shown_classes(const Sheet& sheet) {
  std::vector<std::size_t> out(sheet.classes.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  std::erase_if(out, [&](std::size_t c) { return std::isnan(recall(sheet, c).value); });
  if (sheet.classes.size() <= most) return out;
  std::stable_sort(out.begin(), out.end(),
                   [&](std::size_t a, std::size_t b) { return recall(sheet, a).value < recall(sheet, b).value; });
  out.resize(std::min(out.size(), most));
  return out;
}

}  // namespace

Chart score_forest(const ScoreReport& report) {
  const Sheet& sheet = report.sheet;
  ChartColumn label{"score", {}, {}}, value{"value", {}}, low{"from", {}}, high{"to", {}};
  const auto add = [&](const std::string& name, const Figure& f) {
    if (std::isnan(f.value)) return;
    label.words.push_back(name), value.numbers.push_back(f.value);
    low.numbers.push_back(f.interval.low), high.numbers.push_back(f.interval.high);
  };
  add("accuracy", figure_of(sheet, "accuracy"));
  add("balanced accuracy", figure_of(sheet, "balanced_accuracy"));
  const std::vector<std::string> names = short_names(report.classes);
  for (const std::size_t c : shown_classes(sheet)) add("recall " + names[c], recall(sheet, c));

  Chart chart;
  chart.id = "forest", chart.title = "How sure these figures are";
  chart.reading = "The dot is what was measured, the bar is where the true rate may lie (95 %).";
  if (sheet.classes.size() > most)
    chart.reading += fmt::format(" Of the classes, the {} with the lowest recall.", most);
  chart.x = {"share", Axis::linear, Format::percent, false, 0, 1};
  chart.y = {"", Axis::categories, Format::text};
  chart.height = 0;
  chart.layers = {{"95 % interval", Shape::span, "", label.name, low.name, high.name},
                  {"measured", Shape::dots, value.name, label.name}};
  chart.columns = {std::move(label), std::move(value), std::move(low), std::move(high)};
  int largest = 0;
  for (const ClassSheet& c : sheet.classes) largest = std::max(largest, c.support);
  if (sheet.images) chart.marks.push_back({static_cast<double>(largest) / sheet.images, "always the largest class"});
  return chart;
}

}  // namespace xp
