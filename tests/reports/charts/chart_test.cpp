#include "reports/charts/chart.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace xp;

TEST_CASE("curves that were measured at different times share one ascending x") {
  Curves curves("epoch");
  curves.add("a", {{2, 0.2}, {4, 0.4}});
  curves.add("b", {{1, 1.0}, {2, 2.0}, {5, 5.0}});
  REQUIRE(curves.columns.size() == 3);
  CHECK(curves.columns[0].numbers == std::vector<double>{1, 2, 4, 5});
  CHECK(std::isnan(curves.columns[1].numbers[0]));
  CHECK(curves.columns[1].numbers[1] == 0.2);
  CHECK(curves.columns[1].numbers[2] == 0.4);
  CHECK(std::isnan(curves.columns[1].numbers[3]));
  CHECK(curves.columns[2].numbers[0] == 1.0);
  CHECK(std::isnan(curves.columns[2].numbers[2]));
  CHECK(curves.columns[2].numbers[3] == 5.0);
}

TEST_CASE("a loss that was recorded as NaN is told from an epoch without one") {
  Curves curves("epoch");
  curves.add("loss", {{1, 0.5}, {2, NAN}});
  curves.add("other", {{3, 1}});
  CHECK(std::isinf(curves.columns[1].numbers[1]));
  CHECK(std::isnan(curves.columns[1].numbers[2]));
}

TEST_CASE("a chart has points where a layer has a finite one") {
  Chart chart;
  chart.columns = {{"x", {1, 2}}, {"y", {NAN, INFINITY}}, {"name", {}, {"a", "b"}}};
  chart.layers = {{"line", Shape::line, "x", "y"}};
  CHECK_FALSE(has_points(chart));
  chart.layers.push_back({"span", Shape::span, "", "name", "x", "y"});
  CHECK(has_points(chart));
  chart.layers = {{"horizontal bars", Shape::bars, "x", "name"}};
  CHECK(has_points(chart));
  chart.layers = {{"no such column", Shape::line, "x", "z"}};
  CHECK_FALSE(has_points(chart));
}
