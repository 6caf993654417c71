#include "reports/charts/thresholds.h"

#include <cmath>

namespace xp {

Chart threshold_chart(const Explored& explored, const OneClass& one) {
  Chart chart;
  chart.id = "over-thresholds", chart.title = "Over the threshold";
  chart.reading = "Raising the threshold finds fewer of the positives and accuses fewer of the others.";
  chart.x = {"threshold (probability)", Axis::linear, Format::number, false, 0, 1};
  chart.y = {"share of images", Axis::linear, Format::percent, true, 0, 1};
  ChartColumn threshold{"threshold", {}};
  std::vector<ChartColumn> shares{{"sensitivity", {}}, {"specificity", {}}, {"precision", {}}};
  const auto add = [&](double at, const AtThreshold& row) {
    threshold.numbers.push_back(at);
    shares[0].numbers.push_back(row.sensitivity.value);
    shares[1].numbers.push_back(row.specificity.value);
    shares[2].numbers.push_back(row.precision.value);
  };
  if (!explored.rows.empty() && explored.rows.front().threshold > 0) add(0, explored.rows.front());
  for (const AtThreshold& row : explored.rows)
    if (std::isfinite(row.threshold)) add(row.threshold, row);
  if (!threshold.numbers.empty() && threshold.numbers.back() < 1) add(1, explored.rows.back());
  chart.columns = {threshold};
  const Shape shapes[] = {Shape::line, Shape::dashed, Shape::line};
  for (std::size_t i = 0; i < shares.size(); ++i) {
    chart.layers.push_back({shares[i].name, shapes[i], threshold.name, shares[i].name});
    chart.layers.back().colour = static_cast<int>(i);
    chart.layers.back().step = true;
    chart.columns.push_back(std::move(shares[i]));
  }
  for (const OperatingPoint& p : one.points)
    if (std::isfinite(p.threshold)) chart.marks.push_back({p.threshold, p.name});
  return chart;
}

}  // namespace xp
