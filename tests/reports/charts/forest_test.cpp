#include "reports/charts/forest.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "reports/scores/tables.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("a forest holds accuracy, balanced accuracy and recalls, with the report's intervals") {
  const ScoreReport report = score_report(graded(60, 3), {Part::test, {500}});
  const Chart chart = score_forest(report);
  REQUIRE(chart.columns.size() == 4);
  CHECK(chart.columns[0].words ==
        std::vector<std::string>{"accuracy", "balanced accuracy", "recall Normal", "recall Scoliosis"});
  const Figure& accuracy = figure_of(report.sheet, "accuracy");
  CHECK(accuracy.method == Method::cluster_bootstrap);
  CHECK(chart.columns[1].numbers[0] == accuracy.value);
  CHECK(chart.columns[2].numbers[0] == accuracy.interval.low);
  CHECK(chart.columns[3].numbers[0] == accuracy.interval.high);
  CHECK(chart.columns[3].numbers[3] == figure_of(report.sheet.classes[1], "recall").interval.high);
  REQUIRE(chart.marks.size() == 1);
  CHECK(chart.marks[0].at == 0.5);
}

TEST_CASE("of many classes the forest shows those with the lowest recall, under names of their own") {
  std::vector<std::string> names(40, std::string(300, 'x'));
  const Chart chart = score_forest(score_report(graded(120, 1, names), {Part::test, {0}}));
  const std::vector<std::string>& rows = chart.columns[0].words;
  REQUIRE(rows.size() == 22);
  CHECK(std::set<std::string>(rows.begin(), rows.end()).size() == 22);
  for (const std::string& row : rows) CHECK(row.size() < 60);
  const auto& recalls = chart.columns[1].numbers;
  CHECK(std::is_sorted(recalls.begin() + 2, recalls.end()));
  CHECK_THAT(chart.reading, Catch::Contains("the 20 with the lowest recall"));
}
