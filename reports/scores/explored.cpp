#include "reports/scores/explored.h"

#include <algorithm>

#include "reports/judged.h"

namespace xp {
namespace {

/// At most so many, evenly, the first and the last among them.
std::vector<double> thinned(const std::vector<double>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<double> out;
  for (std::size_t i = 0; i < most; ++i) out.push_back(all[i * (all.size() - 1) / (most - 1)]);
  return out;
}

}  // namespace

Explored explored(const Record& record, const ScoreReport& report, std::size_t most) {
  Explored out;
  if (!report.one) return out;
  const Judged judged = xp::judged(record, report.part);
  std::vector<double> changes;
  for (const Threshold& t : ranking(judged, report.one->positive).thresholds) changes.push_back(t.threshold);
  out.changes = changes.size();
  std::vector<double> thresholds = thinned(changes, judged.grouped() ? most / 4 : most);
  for (const OperatingPoint& point : report.one->points) thresholds.push_back(point.threshold);
  std::sort(thresholds.begin(), thresholds.end());
  thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
  for (const OperatingPoint& point : report.one->points)
    out.points.push_back(static_cast<std::size_t>(
        std::lower_bound(thresholds.begin(), thresholds.end(), point.threshold) - thresholds.begin()));
  out.start = out.points.empty() ? thresholds.size() / 2 : out.points.front();
  out.rows = at_thresholds(judged, report.one->positive, thresholds, report.bootstrap);
  return out;
}

}  // namespace xp
