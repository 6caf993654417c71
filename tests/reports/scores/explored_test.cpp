#include "reports/scores/explored.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("the rows of an exploration are every threshold at which anything changes, and the operating points") {
  const Record record = graded(60);
  const ScoreReport report = score_report(record, {Part::test, {0}});
  const Explored all = explored(record, report);
  std::set<double> thresholds{INFINITY};
  for (const Prediction& p : record.test) thresholds.insert(p.probabilities[1]);
  CHECK(all.changes == thresholds.size());
  for (const OperatingPoint& p : report.one->points) thresholds.insert(p.threshold);
  REQUIRE(all.rows.size() == thresholds.size());
  std::size_t i = 0;
  for (const double threshold : thresholds) CHECK(all.rows[i++].threshold == threshold);
  REQUIRE(all.points.size() == report.one->points.size());
  for (std::size_t p = 0; p < all.points.size(); ++p) {
    const AtThreshold& row = all.rows[all.points[p]];
    const OperatingPoint& point = report.one->points[p];
    CHECK(row.threshold == point.threshold);
    CHECK(row.true_positives == point.true_positives);
    CHECK(row.specificity.interval.low == point.specificity.interval.low);
  }
  CHECK(all.rows[all.start].threshold == 0.5);
  CHECK(all.rows.front().false_negatives == 0);
  CHECK(all.rows.back().true_positives == 0);
}

TEST_CASE("of many images so many rows are kept, evenly, with both ends") {
  const Record record = graded(3000);
  const ScoreReport report = score_report(record, {Part::test, {0}});
  const Explored some = explored(record, report, 100);
  CHECK(some.changes > 1000);
  CHECK(some.rows.size() <= 102);
  CHECK(some.rows.front().false_negatives + some.rows.front().true_negatives == 0);
  CHECK(some.rows.back().true_positives + some.rows.back().false_positives == 0);
  for (std::size_t i = 1; i < some.rows.size(); ++i)
    CHECK(some.rows[i - 1].true_positives - some.rows[i].true_positives < 60);
}

TEST_CASE("where images share groups the intervals of the rows are by group") {
  const Record record = graded(60, 3);
  const ScoreReport report = score_report(record, {Part::test, {300}});
  const Explored all = explored(record, report);
  CHECK(all.rows.size() <= 102);
  CHECK(all.rows[all.start].sensitivity.method == Method::cluster_bootstrap);
  CHECK(all.rows[all.start].sensitivity.interval.low == report.one->points[0].sensitivity.interval.low);
}

TEST_CASE("of three classes, none of which was named, nothing is explored") {
  const Record record = graded(60, 1, {"A", "B", "C"});
  CHECK(explored(record, score_report(record, {Part::test, {0}})).rows.empty());
}
