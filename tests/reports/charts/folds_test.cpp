#include "reports/charts/folds.h"

#include <catch2/catch.hpp>

#include "reports/charts/learning.h"
#include "tests/support/charts.h"
#include "tests/support/records.h"

using namespace xp;
using test::the_chart;
using test::the_layer;

namespace {

/// Three folds, of which the second stopped after 12 epochs, and a control.
Material three_folds() {
  Material out{test::healthy(1)};
  out.record.metrics.clear();
  set(out.record.settings, "split.folds", 3);
  for (int fold = 1; fold <= 3; ++fold) {
    Record part = test::healthy(1 + fold);
    part.run.parent = 1, part.run.role = "fold " + std::to_string(fold);
    for (Point& p : part.metrics["val/loss"]) p.value = fold;
    if (fold == 2)
      for (auto& [metric, points] : part.metrics) points.resize(12);
    out.parts.push_back(part);
  }
  out.parts.push_back(test::healthy(9));
  out.parts.back().run.role = "control majority, fold 1";
  return out;
}

}  // namespace

TEST_CASE("the mean over folds is of those that have the epoch, and says up to where all have") {
  const Series a{{1, 1}, {2, 2}, {3, 6}}, b{{1, 3}, {2, test::nan}, {3, 8}};
  const FoldCurve out = over({&a, &b});
  REQUIRE(out.mean.size() == 3);
  CHECK(out.mean[0].value == 2);
  CHECK(out.mean[1].value == 2);
  CHECK(out.mean[2].value == 7);
  CHECK(out.least[2].value == 6);
  CHECK(out.most[2].value == 8);
  CHECK(out.all == 1);
  CHECK(over({}).mean.empty());
}

TEST_CASE("a run of folds shows each fold's validation faint, and the mean; controls are no folds") {
  const Material run = three_folds();
  const std::vector<Chart> charts = learning_charts(run, diagnose(run.record, run.parts));
  REQUIRE(charts.size() == 2);
  for (const Chart& chart : charts) test::check_whole(chart);
  const Chart& loss = the_chart(charts, "loss");
  for (const char* fold : {"fold 1, validation", "fold 2, validation", "fold 3, validation"})
    CHECK(the_layer(loss, fold).shape == Shape::faint);
  CHECK(the_layer(loss, "training, all folds").shape == Shape::band);
  CHECK_FALSE(test::layer(loss, "control majority, fold 1, validation"));
  CHECK(test::numbers(loss, "validation, mean")[0] == 2);
  CHECK(test::numbers(loss, "validation, mean")[19] == 2);  // of folds 1 and 3
  REQUIRE(loss.marks.size() == 1);
  CHECK(loss.marks[0].text == "not all folds go on: epoch 12");
}

TEST_CASE("a run of folds of which none has ended has no chart") {
  Material run = three_folds();
  run.parts.clear();
  CHECK(learning_charts(run, diagnose(run.record)).empty());
}
