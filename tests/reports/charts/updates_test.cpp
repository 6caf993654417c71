#include "reports/charts/updates.h"

#include <catch2/catch.hpp>

#include "tests/support/charts.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("a rate that moves is a chart, one that does not a sentence") {
  Material run{test::healthy(1)};
  CHECK(update_charts(run).empty());
  CHECK(constant_rate(run.record).empty());
  run.record.telemetry["rate"] = test::series(20, [](int) { return 1e-3; });
  CHECK(update_charts(run).empty());
  CHECK(constant_rate(run.record) == "The learning rate was 0.001 in every epoch.");
  run.record.telemetry["rate"] = test::series(20, [](int e) { return 1e-3 / e; });
  const std::vector<Chart> charts = update_charts(run);
  test::check_whole(test::the_chart(charts, "rate"));
  CHECK(test::numbers(charts[0], "rate")[9] == Approx(1e-4));
  CHECK(constant_rate(run.record).empty());
}

TEST_CASE("leaps of the loss and dead ReLUs are drawn where there were any") {
  Material run{test::healthy(1)};
  run.record.metrics["train/loss_spikes"] = run.record.metrics["train/dead_relus"] =
      test::series(20, [](int) { return 0.0; });
  CHECK(update_charts(run).empty());
  run.record.metrics["train/loss_spikes"][3].value = 2, run.record.metrics["train/dead_relus"][19].value = 0.25;
  const std::vector<Chart> charts = update_charts(run);
  for (const Chart& chart : charts) test::check_whole(chart);
  CHECK(test::the_layer(test::the_chart(charts, "loss-spikes"), "batches").shape == Shape::bars);
  CHECK(test::numbers(test::the_chart(charts, "dead-relus"), "dead").back() == 0.25);
}
