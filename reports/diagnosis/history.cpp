#include "reports/diagnosis/history.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xp {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

Series finite(const Series& series) {
  Series out;
  std::copy_if(series.begin(), series.end(), std::back_inserter(out),
               [](const Point& p) { return std::isfinite(p.value); });
  return out;
}

const Series& curve(const Record& record, const std::string& name) {
  static const Series none;
  const auto found = record.metrics.find(name);
  return found == record.metrics.end() ? none : found->second;
}

double value_at(const Series& series, std::int64_t epoch) {
  for (const Point& p : series)
    if (p.at == epoch) return p.value;
  return std::numeric_limits<double>::quiet_NaN();
}

double last_finite(const Series& series) {
  const auto found =
      std::find_if(series.rbegin(), series.rend(), [](const Point& p) { return std::isfinite(p.value); });
  return found == series.rend() ? std::numeric_limits<double>::quiet_NaN() : found->value;
}

double end_level(const Series& series) {
  const Series points = finite(series);
  if (points.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> tail;
  const std::size_t span = points.size() >= 5 ? 5 : points.size() >= 3 ? 3 : 1;
  for (std::size_t i = points.size() - span; i < points.size(); ++i) tail.push_back(points[i].value);
  return median(tail);
}

std::int64_t first_not_finite(const Series& series) {
  for (const Point& p : series)
    if (!std::isfinite(p.value)) return p.at;
  return 0;
}

Series smoothed(const Series& series, int span) {
  const Series points = finite(series);
  Series out;
  const auto n = static_cast<std::ptrdiff_t>(points.size());
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    const std::ptrdiff_t reach =
        std::min({static_cast<std::ptrdiff_t>(span / 2), i, n - 1 - i});  // symmetric: no drift at the ends
    std::vector<double> window;
    for (std::ptrdiff_t j = i - reach; j <= i + reach; ++j) window.push_back(points[static_cast<std::size_t>(j)].value);
    out.push_back({points[static_cast<std::size_t>(i)].at, median(window)});
  }
  return out;
}

double noise(const Series& series) {
  const Series points = finite(series);
  if (points.size() < 4) return 0;
  std::vector<double> steps;
  for (std::size_t i = 1; i < points.size(); ++i) steps.push_back(points[i].value - points[i - 1].value);
  const double drift = median(steps);
  for (double& step : steps) step = std::abs(step - drift);
  return median(steps) / (0.6745 * std::sqrt(2.0));
}

Series difference(const Series& a, const Series& b) {
  Series out;
  auto q = a.begin();
  for (const Point& p : b) {
    while (q != a.end() && q->at < p.at) ++q;
    if (q != a.end() && q->at == p.at) out.push_back({p.at, p.value - q->value});
  }
  return out;
}

}  // namespace xp
