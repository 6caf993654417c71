#include "reports/charts/chart.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace xp {
namespace {

const ChartColumn* column(const std::vector<ChartColumn>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const ChartColumn& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace

void Curves::add(const std::string& name, const Series& points) {
  std::map<double, double> added;
  for (const Point& p : points) added[static_cast<double>(p.at)] = std::isfinite(p.value) ? p.value : INFINITY;
  const std::vector<ChartColumn> before = std::exchange(columns, {});
  for (const ChartColumn& c : before) columns.push_back({c.name, {}});
  columns.push_back({name, {}});
  const std::vector<double>& x = before[0].numbers;
  auto next = added.begin();
  for (std::size_t row = 0; row < x.size() || next != added.end();) {
    const bool old = row < x.size() && (next == added.end() || x[row] <= next->first);
    const bool both = old && next != added.end() && x[row] == next->first;
    for (std::size_t i = 0; i < before.size(); ++i) columns[i].numbers.push_back(old ? before[i].numbers[row] : NAN);
    if (!old) columns[0].numbers.back() = next->first;
    columns.back().numbers.push_back(!old || both ? next->second : NAN);
    if (!old || both) ++next;
    if (old) ++row;
  }
}

bool has_points(const Chart& chart) {
  return std::any_of(chart.layers.begin(), chart.layers.end(), [&](const Layer& layer) {
    const ChartColumn* drawn = column(chart.columns, layer.low.empty() ? layer.y : layer.low);
    if (drawn && !drawn->words.empty()) drawn = column(chart.columns, layer.x);  // bars and dots along words
    return drawn &&
           std::any_of(drawn->numbers.begin(), drawn->numbers.end(), [](double v) { return std::isfinite(v); });
  });
}

}  // namespace xp
