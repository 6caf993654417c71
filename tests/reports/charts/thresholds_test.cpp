#include "reports/charts/thresholds.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "reports/html/echarts.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("sensitivity never rises with the threshold and specificity never falls") {
  const Record record = graded(60);
  const ScoreReport report = score_report(record, {Part::test, {0}});
  const Chart chart = threshold_chart(explored(record, report), *report.one);
  REQUIRE(chart.columns.size() == 4);
  const auto &threshold = chart.columns[0].numbers, &sensitivity = chart.columns[1].numbers,
             &specificity = chart.columns[2].numbers;
  CHECK(std::is_sorted(threshold.begin(), threshold.end()));
  CHECK(std::is_sorted(sensitivity.rbegin(), sensitivity.rend()));
  CHECK(std::is_sorted(specificity.begin(), specificity.end()));
  CHECK(sensitivity.front() == 1);
  CHECK((threshold.front() == 0 && threshold.back() == 1));
  CHECK((sensitivity.back() == 0 && specificity.back() == 1));  // no probability is as high as 1
  for (const Layer& layer : chart.layers) CHECK(layer.step);
  CHECK(drawing_of(chart)["option"]["series"][0]["step"] == "start");
  CHECK(chart.marks.size() == report.one->points.size());
}
