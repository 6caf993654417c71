#include "reports/charts/ranking.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/scores/ranking.h"
#include "reports/judged.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;
using Catch::Contains;

namespace {

const std::vector<double>& column(const Chart& chart, const std::string& name) {
  for (const ChartColumn& c : chart.columns)
    if (c.name == name) return c.numbers;
  FAIL("no column " << name);
  return chart.columns.front().numbers;
}

/// By trapezia.
double area(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 1; i < x.size(); ++i) sum += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
  return sum;
}

const ScoreAsked quickly{Part::test, {0}};

}  // namespace

TEST_CASE("the drawn ROC curve has the area that is reported, from corner to corner") {
  for (const int images : {6, 60, 400}) {
    const Record record = graded(images);
    const Judged judged = xp::judged(record, Part::test);
    const Chart chart = roc_chart(judged, score_report(record, quickly));
    const auto &x = column(chart, chart.layers[0].x), &y = column(chart, chart.layers[0].y);
    CHECK((x.front() == 0 && y.front() == 0 && x.back() == 1 && y.back() == 1));
    CHECK(area(x, y) == Approx(ranking(judged, 1).auc()).epsilon(1e-12));
    CHECK(chart.square);
  }
}

TEST_CASE("of many images a curve keeps its area to a thousandth, in some 400 points") {
  const Record record = graded(9000);
  const Judged judged = xp::judged(record, Part::test);
  const Chart chart = roc_chart(judged, score_report(record, quickly));
  const auto &x = column(chart, chart.layers[0].x), &y = column(chart, chart.layers[0].y);
  CHECK(x.size() <= 402);
  CHECK(std::abs(area(x, y) - ranking(judged, 1).auc()) < 1e-3);
  const Chart pr = precision_recall_chart(judged, score_report(record, quickly));
  const auto& recall = column(pr, pr.layers[0].x);
  CHECK(recall.size() <= 402);
  CHECK(recall.front() < 0.01);
  CHECK(recall.back() == 1);
}

TEST_CASE("two classes have the positive one's curve, its operating points and its share as the level of guessing") {
  const Record record = graded();
  const ScoreReport report = score_report(record, quickly);
  const Judged judged = xp::judged(record, Part::test);
  CHECK(ranked_classes(judged, report) == std::vector<int>{1});
  const Chart roc = roc_chart(judged, report), pr = precision_recall_chart(judged, report);
  CHECK_THAT(roc.layers[0].name, Contains("Scoliosis: AUC 0."));
  const auto &x = column(roc, roc.layers[1].x), &y = column(roc, roc.layers[1].y);
  REQUIRE(x.size() == report.one->points.size());
  CHECK(x[0] == Approx(1 - report.one->points[0].specificity.value));
  CHECK(y[0] == report.one->points[0].sensitivity.value);
  REQUIRE(pr.marks.size() == 1);
  CHECK((pr.marks[0].level && pr.marks[0].at == 0.5));
  const auto &recall = column(pr, pr.layers[0].x), &precision = column(pr, pr.layers[0].y);
  CHECK(recall.back() == 1);
  CHECK(precision.back() == Approx(0.5));
}

TEST_CASE("of many classes the eight with the least area are drawn") {
  const Record record = graded(120, 1, std::vector<std::string>(12, "one"));
  const ScoreReport report = score_report(record, quickly);
  const Chart chart = roc_chart(xp::judged(record, Part::test), report);
  CHECK(chart.layers.size() == 9);
  CHECK(chart.layers.back().name == "chance");
  CHECK_THAT(chart.reading, Contains("the 8 with the least area"));
}

TEST_CASE("a class without images, or with all of them, has no curve; without probabilities none has") {
  Record record = graded(60, 1, {"A", "B", "C"});
  std::erase_if(record.test, [](const Prediction& p) { return p.label == 2; });
  const ScoreReport report = score_report(record, quickly);
  CHECK(ranked_classes(xp::judged(record, Part::test), report) == std::vector<int>{0, 1});
  std::erase_if(record.test, [](const Prediction& p) { return p.label == 1; });
  const ScoreReport alone = score_report(record, quickly);
  CHECK_FALSE(has_points(roc_chart(xp::judged(record, Part::test), alone)));
  Record named = graded();
  set(named.settings, "imported.probabilities", false);
  const Judged judged = xp::judged(named, Part::test);
  CHECK_FALSE(has_points(roc_chart(judged, score_report(named, quickly))));
  CHECK_FALSE(has_points(precision_recall_chart(judged, score_report(named, quickly))));
}
