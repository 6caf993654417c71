#include "reports/charts/reliability.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "framework/scores/intervals/interval.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("every bin that holds an image has a dot at its mean confidence, with Wilson's interval") {
  const ScoreReport report = score_report(graded(200), {Part::test, {0}});
  const Chart chart = reliability_chart(report);
  REQUIRE(chart.layers.size() == 3);
  std::size_t place = 0;
  for (const Bin& bin : report.sheet.calibration.bins) {
    if (!bin.images) continue;
    const Interval i = wilson(static_cast<int>(bin.accuracy * bin.images + 0.5), bin.images);
    CHECK(chart.columns[0].numbers.at(place) == bin.confidence);
    CHECK(chart.columns[1].numbers.at(place) == bin.accuracy);
    CHECK(chart.columns[5].numbers.at(place) == i.low);
    CHECK(chart.columns[6].numbers.at(place++) == i.high);
  }
  CHECK(place == chart.columns[0].numbers.size());
}

TEST_CASE("where images share groups no interval by images is drawn") {
  const Chart chart = reliability_chart(score_report(graded(60, 3), {Part::test, {0}}));
  CHECK(chart.layers.size() == 2);
  for (const Layer& layer : chart.layers) CHECK(layer.shape != Shape::span);
}

TEST_CASE("right and wrong images of all bins are all images") {
  const ScoreReport report = score_report(graded(60), {Part::test, {0}});
  const Chart chart = confidence_chart(report);
  double sum = 0;
  for (std::size_t c : {1, 2})
    sum = std::accumulate(chart.columns[c].numbers.begin(), chart.columns[c].numbers.end(), sum);
  CHECK(sum == 60);
  CHECK(chart.columns[0].words.back() == "90–100");
}

TEST_CASE("without probabilities there is nothing to draw") {
  Record r = graded();
  set(r.settings, "imported.probabilities", false);
  const ScoreReport report = score_report(r, {Part::test, {0}});
  CHECK_FALSE(has_points(reliability_chart(report)));
  CHECK_FALSE(has_points(confidence_chart(report)));
}
