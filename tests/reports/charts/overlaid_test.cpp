#include <catch2/catch.hpp>

#include "reports/charts/learning.h"
#include "tests/support/charts.h"
#include "tests/support/records.h"

using namespace xp;
using test::the_chart;
using test::the_layer;

namespace {

std::vector<Chart> charts_of(const std::vector<Material>& runs) {
  std::vector<Chart> out = learning_charts(runs);
  for (const Chart& chart : out) test::check_whole(chart);
  return out;
}

}  // namespace

TEST_CASE("runs lie over each other in one colour each, in every chart, with a dot at what was kept") {
  Material a{test::healthy(1)}, b{test::reference000(2)};
  a.record.run.name = "<b>first</b>";
  a.steps["train/objective"] = b.steps["train/objective"] = test::series(600, [](int s) { return 1.0 / s; });
  const std::vector<Chart> charts = charts_of({a, b});
  REQUIRE(charts.size() == 4);
  for (const char* id : {"loss", "accuracy", "gap", "objective"}) {
    CHECK(the_layer(the_chart(charts, id), "run1 <b>first</b>").colour == 0);
    CHECK(the_layer(the_chart(charts, id), "run2 small_cnn").colour == 1);
    CHECK(the_chart(charts, id).group == "learning");
    CHECK(the_chart(charts, id).x.high == 30);
  }
  CHECK(the_layer(the_chart(charts, "loss"), "run2 small_cnn").dot == 8);
  CHECK(the_layer(the_chart(charts, "loss"), "run2 small_cnn training").shape == Shape::faint);
  CHECK_FALSE(the_layer(the_chart(charts, "loss"), "run2 small_cnn training").hidden);
  CHECK(test::numbers(the_chart(charts, "gap"), "run2 small_cnn").back() == Approx(1 - 5.0 / 7));
}

TEST_CASE("training curves of many runs are hidden until they are asked for") {
  std::vector<Material> runs;
  for (int id = 1; id <= 5; ++id) runs.push_back({test::healthy(id)});
  CHECK(the_layer(the_chart(charts_of(runs), "loss"), "run5 small_cnn training").hidden);
  runs[4].record.metrics.erase("val/loss");
  CHECK_FALSE(the_layer(the_chart(charts_of(runs), "loss"), "run5 small_cnn training").hidden);  // all that it has
}

TEST_CASE("a run that is named twice has two names, and runs without curves none") {
  const std::vector<Chart> charts = charts_of({{test::healthy(1)}, {test::healthy(1)}, Material{}});
  CHECK(the_layer(the_chart(charts, "loss"), "run1 small_cnn (2)").colour == 1);
  CHECK(the_chart(charts, "loss").layers.size() == 4);
  CHECK(learning_charts(std::vector<Material>{}).empty());
  CHECK(learning_charts(std::vector<Material>{Material{}, Material{}}).empty());
}

TEST_CASE("of a run of folds the mean over its folds is drawn") {
  Material run{test::healthy(4)};
  run.record.metrics.clear();
  set(run.record.settings, "split.folds", 2);
  for (int fold : {1, 2}) {
    run.parts.push_back(test::healthy(4 + fold));
    run.parts.back().run.role = "fold " + std::to_string(fold);
    for (Point& p : run.parts.back().metrics["val/loss"]) p.value = fold;
  }
  const Chart loss = the_chart(charts_of({run, {test::healthy(9)}}), "loss");
  CHECK(test::numbers(loss, "run4 small_cnn")[3] == 1.5);
  CHECK_THAT(loss.reading, Catch::Contains("of a run of folds the mean"));
}
