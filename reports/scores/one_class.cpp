#include "reports/scores/one_class.h"

#include <fmt/format.h>

#include "framework/scores/resampling/at_thresholds.h"
#include "reports/judged.h"

namespace xp {
namespace {

constexpr double half = 0.5;

struct Named {
  std::string name;
  double threshold = 0;
};

std::vector<OperatingPoint> points_at(const std::vector<Named>& wanted, const Judged& judged, int positive,
                                      const Bootstrap& bootstrap) {
  std::vector<double> thresholds;
  for (const Named& point : wanted) thresholds.push_back(point.threshold);
  const std::vector<AtThreshold> rows = at_thresholds(judged, positive, thresholds, bootstrap);
  std::vector<OperatingPoint> out;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const AtThreshold& row = rows[i];
    out.push_back({wanted[i].name, row.threshold, row.true_positives, row.false_positives,
                   row.true_positives + row.false_negatives, row.false_positives + row.true_negatives, row.sensitivity,
                   row.specificity, row.precision});
  }
  return out;
}

}  // namespace

OneClass one_class(const Record& record, const Judged& judged, int positive, const ScoreAsked& asked) {
  OneClass out{positive, Part::validation, {}, {}};
  Judged chosen_on = xp::judged(record, Part::validation);
  if (asked.part == Part::validation || !chosen_on.images()) chosen_on = judged, out.chosen_on = asked.part;
  const Ranking ranking = xp::ranking(chosen_on, positive);
  std::vector<Named> points, tenths;
  if (judged.classes == 2) points.push_back({"probability of 0.5", half});
  if (ranking.positives && ranking.negatives) {
    points.push_back({"Youden's index", ranking.youden().threshold});
    if (asked.sensitivity)
      points.push_back({fmt::format("sensitivity of at least {}", *asked.sensitivity),
                        ranking.at_sensitivity(*asked.sensitivity).threshold});
    if (asked.specificity)
      points.push_back({fmt::format("specificity of at least {}", *asked.specificity),
                        ranking.at_specificity(*asked.specificity).threshold});
  }
  for (int tenth = 1; tenth < 10; ++tenth) tenths.push_back({"", tenth / 10.0});
  out.points = points_at(points, judged, positive, asked.bootstrap);
  out.table = points_at(tenths, judged, positive, asked.bootstrap);
  return out;
}

}  // namespace xp
