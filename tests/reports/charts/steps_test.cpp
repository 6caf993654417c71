#include "reports/charts/steps.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/charts.h"
#include "tests/support/records.h"

using namespace xp;
using test::series;
using test::the_chart;
using test::the_layer;

namespace {

Series batches(int n) {
  return series(n, [](int s) { return 1.0 / s; });
}

}  // namespace

TEST_CASE("batches in an epoch are told from the steps of a run that ended") {
  Record r = test::healthy(1);  // 20 epochs, 600 images, batches of 16
  CHECK(steps_per_epoch(r, batches(340)) == 17);
  CHECK(steps_per_epoch(r, {}) == 0);
}

TEST_CASE("batches in an epoch are told of a run that was stopped within one") {
  Record r = test::healthy(1, 10, 0, {272, 20, 20});  // 17 batches of 16
  r.run.status = Status::killed;
  for (const int epochs : {0, 1, 2, 17}) {
    r.run.epochs = epochs;
    CHECK(steps_per_epoch(r, batches(17 * epochs + 7)) == 17);
  }
  r.samples.clear();  // 296 steps in more than 17 epochs: only 17 a epoch fit
  CHECK(steps_per_epoch(r, batches(296)) == 17);
  r.run.epochs = 0;
  CHECK(steps_per_epoch(r, batches(7)) == 0);
}

TEST_CASE("the last batch never holds a single image") {
  Record r = test::healthy(1, 10, 0, {273, 20, 20});
  r.run.status = Status::killed, r.run.epochs = 0;
  CHECK(steps_per_epoch(r, batches(7)) == 17);
}

TEST_CASE("medians of stretches stand at their middle and leave out what is not finite") {
  Series s = series(9, [](int i) { return static_cast<double>(i); });
  s[4].value = test::nan, s[0].value = 100;
  const Series m = medians(s, 3);
  REQUIRE(m.size() == 3);
  CHECK(m[0].value == 3);  // of 100, 2, 3
  CHECK(m[1].value == 5);  // of 4, 6
  CHECK(m[1].at == 5);
  CHECK(m[2].value == 8);
}

TEST_CASE("of a run with very many batches, the charts keep the extremes") {
  Material run{test::healthy(1)};
  Series objective = series(200'000, [](int s) { return 1 + 0.1 * std::sin(s); });
  objective[123'456].value = 7, objective[77'777].value = -3;
  run.steps["train/objective"] = objective;
  const Chart chart = the_chart(step_charts(run), "objective");
  test::check_whole(chart);
  const std::vector<double>& drawn = test::numbers(chart, "each batch");
  CHECK(drawn.size() <= points_of_run);
  CHECK(*std::max_element(drawn.begin(), drawn.end()) == 7);
  CHECK(*std::min_element(drawn.begin(), drawn.end()) == -3);
  CHECK(test::numbers(chart, the_layer(chart, "each batch").x).back() == Approx(20).margin(0.01));
  CHECK(test::numbers(chart, "median of 500 batches")[7] == Approx(1).margin(0.01));
}

TEST_CASE("gradients are drawn of each update with the epoch's mean, and the limit that clips them") {
  Material run{test::healthy(1)};
  run.steps["train/objective"] = run.steps["train/gradient_norm"] = batches(340);
  run.record.metrics["train/gradient_norm"] = series(20, [](int) { return 2.0; });
  set(run.record.settings, "train.clip_norm", 1.5);
  const Chart chart = the_chart(step_charts(run), "gradient-norm");
  test::check_whole(chart);
  CHECK(the_layer(chart, "each update").shape == Shape::faint);
  CHECK(test::numbers(chart, "mean of the epoch").size() == 20);
  CHECK(test::numbers(chart, "each update").size() == 340);
  CHECK(chart.layers[0].name == "each update");
  REQUIRE(chart.marks.size() == 1);
  CHECK(chart.marks[0].level);
  CHECK(chart.marks[0].at == 1.5);
}

TEST_CASE("the batches of five runs are drawn within the chart's limit, on one axis where epochs are alike") {
  std::vector<Material> runs;
  std::vector<std::string> names;
  for (int id = 1; id <= 5; ++id) {
    runs.push_back({test::healthy(id)});
    runs.back().steps["train/objective"] = batches(20'000);
    names.push_back("run" + std::to_string(id));
  }
  const std::vector<Chart> charts = step_charts(runs, names);
  REQUIRE(charts.size() == 1);
  test::check_whole(charts[0]);
  CHECK(charts[0].layers.size() == 10);
  CHECK(test::numbers(charts[0], "run5, each batch").size() == 20'000);
  CHECK(charts[0].layers[0].name == "run1");  // batches and their medians: one entry of the legend
  CHECK(charts[0].layers[1].name == "run1");
  CHECK(charts[0].layers[1].colour == 0);
  CHECK(charts[0].layers[0].x == charts[0].layers[8].x);
  CHECK(step_charts({{test::healthy(1)}}, {"run1"}).empty());
}
