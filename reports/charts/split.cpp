#include "reports/charts/split.h"

#include <fmt/format.h>

namespace xp {
namespace {

std::vector<int> counts(const Record& record, Part part) {
  std::vector<int> out(record.classes.size());
  for (const StoredSample& s : record.samples)
    if (s.part == part && s.label >= 0 && static_cast<std::size_t>(s.label) < out.size())
      ++out[static_cast<std::size_t>(s.label)];
  return out;
}

}  // namespace

Chart split_chart(const Record& record) {
  Chart chart;
  chart.id = "split";
  chart.title = "Classes in each part";
  chart.reading = "Each part's images by class: bars of one class are alike where the parts are.";
  chart.x = {"share of the part's images", Axis::linear, Format::percent, true};
  chart.y = {"class", Axis::categories, Format::text};
  chart.height = 0;
  chart.columns.push_back({"class", {}, record.classes});
  const char* titles[] = {"training", "validation", "test"};
  for (const Part part : parts) {
    const std::vector<int> images = counts(record, part);
    int all = 0;
    for (const int n : images) all += n;
    if (!all) continue;
    const std::string title = titles[static_cast<std::size_t>(part)];
    ChartColumn shares{title, {}}, labels{title + " images", {}};
    for (const int n : images) {
      shares.numbers.push_back(static_cast<double>(n) / all);
      labels.words.push_back(fmt::format("{} of {} images", n, all));
    }
    Layer layer{title, Shape::bars, title, "class"};
    layer.colour = static_cast<int>(part);
    layer.label = labels.name;
    chart.columns.push_back(std::move(shares)), chart.columns.push_back(std::move(labels));
    chart.layers.push_back(std::move(layer));
  }
  return chart;
}

}  // namespace xp
