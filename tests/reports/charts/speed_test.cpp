#include "reports/charts/speed.h"

#include <catch2/catch.hpp>

#include "tests/support/charts.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("time, throughput and memory over epochs, with a mark where the run was resumed") {
  Material run{test::reference000()};
  run.record.telemetry["wait_seconds"] = test::series(30, [](int) { return 0.1; });
  run.record.telemetry["rss_mib"] = test::series(30, [](int e) { return 500.0 + e; });
  run.record.attempts = {{1, "", "", "Ctrl-C", 7, 70}};
  const std::vector<Chart> charts = speed_charts(run);
  REQUIRE(charts.size() == 2);  // images a second were not recorded
  for (const Chart& chart : charts) test::check_whole(chart);
  CHECK(test::numbers(test::the_chart(charts, "seconds"), "learning")[0] == 1.5);
  CHECK(test::the_layer(test::the_chart(charts, "seconds"), "of it waiting for images").colour == 1);
  REQUIRE(charts[0].marks.size() == 1);
  CHECK(charts[0].marks[0].text == "resumed after epoch 7");
}

TEST_CASE("one epoch is no course of time, and what was not recorded has no chart") {
  Material run{test::healthy(1)};
  CHECK(speed_charts(run).empty());
  run.record.telemetry["seconds"] = {{1, 2.0}};
  CHECK(speed_charts(run).empty());
  CHECK(speed_charts(Material{}).empty());
}
