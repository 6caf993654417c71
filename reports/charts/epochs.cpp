#include "reports/charts/epochs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "framework/base/text.h"
#include "reports/diagnosis/history.h"

namespace xp {

double last_epoch(const Record& record) {
  std::int64_t last = record.run.epochs;
  for (const auto* all : {&record.metrics, &record.telemetry})
    for (const auto& [name, points] : *all)
      if (!points.empty()) last = std::max(last, points.back().at);
  return static_cast<double>(last);
}

Chart epoch_chart(const std::string& id, const std::string& title, double last, const Axis& y) {
  Chart chart;
  chart.id = id, chart.title = title;
  chart.x = {"epoch", Axis::linear, Format::number, false, 0, std::max(1.0, last)};
  chart.y = y;
  chart.columns = {{"epoch", {}}};
  chart.group = "learning";
  return chart;
}

std::vector<Mark> marks_of(const RunRow& run, int onset) {
  std::map<int, std::vector<std::string>> at;
  if (onset > 0) at[onset].push_back("overfitting sets in");
  if (run.chosen_epoch > 0) at[run.chosen_epoch].push_back("kept");
  const bool ended = run.status != Status::running && run.status != Status::scheduled;
  if (ended && run.epochs > 0 && run.epochs < run.epochs_planned)
    at[run.epochs].push_back(run.status == Status::failed ? "failed" : run.paused ? "paused" : "stopped");
  std::vector<Mark> out;
  for (const auto& [epoch, texts] : at)
    out.push_back({static_cast<double>(epoch), fmt::format("{}: epoch {}", join(texts), epoch)});
  return out;
}

Layer* add_curve(Chart& chart, const std::string& name, const Series& points, int colour, Shape shape) {
  const std::size_t drawn = finite(points).size();
  if (!drawn) return nullptr;
  Curves curves("epoch");
  curves.columns = std::move(chart.columns);
  curves.add(name, points);
  chart.columns = std::move(curves.columns);
  chart.layers.push_back({name, drawn == 1 ? Shape::dots : shape, "epoch", name});
  chart.layers.back().colour = colour;
  return &chart.layers.back();
}

const ChartColumn* column_of(const Chart& chart, const std::string& name) {
  const auto found = std::find_if(chart.columns.begin(), chart.columns.end(),
                                  [&](const ChartColumn& column) { return column.name == name; });
  return found == chart.columns.end() ? nullptr : &*found;
}

}  // namespace xp
