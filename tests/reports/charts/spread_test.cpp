#include "reports/charts/spread.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/records.h"

using namespace xp;

namespace {

Child child(std::int64_t run, const std::string& role, double accuracy, Status status = Status::finished) {
  return {run, role, status, 4, 40, {{"test/accuracy", accuracy}, {"test/balanced_accuracy", accuracy - 0.1}}};
}

Record folded() {
  Record r = test::healthy(20);
  set(r.settings, "split.folds", 3);
  r.children = {child(21, "fold 1", 0.9), child(22, "fold 2", 0.8), child(23, "fold 3", 0.1, Status::failed),
                child(24, "control majority, fold 1", 0.4), child(25, "control majority, fold 2", 0.5)};
  return r;
}

const ChartColumn& column(const Chart& chart, const std::string& name) {
  for (const ChartColumn& c : chart.columns)
    if (c.name == name) return c;
  throw std::runtime_error("no column " + name);
}

}  // namespace

TEST_CASE("folds that ended are dots named with their runs, and their mean and deviation a bar") {
  const Chart chart = fold_chart(folded());
  REQUIRE(has_points(chart));
  CHECK(column(chart, "score").words == std::vector<std::string>{"accuracy", "accuracy", "accuracy",
                                                                 "balanced accuracy", "balanced accuracy",
                                                                 "balanced accuracy"});
  CHECK(column(chart, "run").words[0] == "fold 1 (run21)");
  CHECK(column(chart, "value").numbers[1] == 0.8);
  CHECK(std::isnan(column(chart, "value").numbers[2]));
  CHECK(column(chart, "mean").numbers[2] == Approx(0.85));
  CHECK(column(chart, "mean − sd").numbers[2] == Approx(0.85 - 0.1 / std::sqrt(2)));
  CHECK_FALSE(has_points(fold_chart(test::healthy(1))));
}

TEST_CASE("controls stand below the network they belong to, and guessing is a line") {
  const Chart chart = control_chart(folded());
  CHECK(column(chart, "what").words ==
        std::vector<std::string>{"the network", "the network", "the network", "majority", "majority", "majority"});
  REQUIRE(chart.marks.size() == 1);
  CHECK(chart.marks[0].at == Approx(1.0 / 3));
  CHECK(chart.x.low == Approx(0.2));  // the line is in view
  CHECK_FALSE(has_points(control_chart(test::healthy(1))));
}

TEST_CASE("a run that is no fold stands beside its control as one dot") {
  Record r = test::healthy(5);
  r.children = {child(6, "control majority", 0.4)};
  const Chart chart = control_chart(r);
  CHECK(column(chart, "run").words == std::vector<std::string>{"run5", "control majority (run6)"});
  CHECK(column(chart, "value").numbers[0] == Approx(0.95).margin(0.005));
}
