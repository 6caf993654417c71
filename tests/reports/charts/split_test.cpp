#include "reports/charts/split.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

TEST_CASE("the chart of the split shows shares of each part, and its counts under the pointer") {
  const Chart chart = split_chart(test::record(1, {"double", "single"}, {5, 4, 1}));
  REQUIRE(has_points(chart));
  REQUIRE(chart.layers.size() == 3);
  CHECK(chart.columns[0].words == std::vector<std::string>{"double", "single"});
  CHECK(chart.columns[1].numbers == std::vector<double>{0.6, 0.4});
  CHECK(chart.columns[2].words == std::vector<std::string>{"3 of 5 images", "2 of 5 images"});
  CHECK(chart.columns[5].numbers == std::vector<double>{1, 0});
  for (const Layer& layer : chart.layers) {
    CHECK(layer.shape == Shape::bars);
    CHECK(layer.label == layer.x + " images");
  }
}

TEST_CASE("a part without images has no bars, and labels beyond the classes are not counted") {
  Record r = test::record(1, {"a", "b"}, {3, 0, 2});
  r.samples.back().label = 7;
  const Chart chart = split_chart(r);
  REQUIRE(chart.layers.size() == 2);
  CHECK(chart.layers[1].name == "test");
  CHECK(chart.columns[3].numbers == std::vector<double>{1, 0});
  CHECK_FALSE(has_points(split_chart(Record{})));
}
