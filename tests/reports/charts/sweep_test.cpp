#include "reports/charts/sweep.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/swept.h"

using namespace xp;

namespace {

const ChartColumn& column(const std::vector<ChartColumn>& all, const std::string& name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const ChartColumn& c) { return c.name == name; });
  REQUIRE(found != all.end());
  return *found;
}

SweepResult swept() { return sweep_result(test::of_rates(), test::rates(), "val/accuracy"); }

}  // namespace

TEST_CASE("every setting that varies gets an axis, and the score the last one") {
  const ParallelChart chart = parallel_chart(swept());
  REQUIRE(chart.axes.size() == 4);
  CHECK(chart.axes[0].kind == Axis::categories);
  CHECK(chart.axes[1].kind == Axis::log);
  CHECK(chart.axes[2].kind == Axis::linear);
  CHECK(chart.columns.size() == 5);
  CHECK(chart.columns[2].name == "seed");
  CHECK(chart.shade == "val/accuracy");
  CHECK(column(chart.columns, chart.label).words.at(0) == "trial 23 · run123");
  for (const ChartColumn& c : chart.columns) CHECK(std::max(c.numbers.size(), c.words.size()) == 24);
}

TEST_CASE("rates over decades lie along a log axis; seeds never do, and narrow numbers do not") {
  auto trials = test::rates();
  for (SweptTrial& t : trials) {
    const int seed = t.place == 1 ? 1000 : t.place;
    set(t.settings, "seed.init", seed), set(t.settings, "seed.order", seed);
    set(t.settings, "model.dropout", 0.002 + 0.025 * t.place), set(t.settings, "train.batch", 8 << (t.place % 3));
    set(t.settings, "model.width", t.place % 2 ? 4 : 4096);
  }
  const SweepResult sweep = sweep_result(test::of_rates(), trials, "val/accuracy");
  for (const Chart& chart : setting_charts(sweep)) {
    const bool wide = chart.columns[0].name == "optimizer.rate" || chart.columns[0].name == "model.width";
    INFO(chart.columns[0].name);
    CHECK((chart.x.kind == Axis::log) == wide);
  }
}

TEST_CASE("words lie beside each other with the middle half of their scores, as NumPy's percentiles say") {
  const std::vector<Chart> charts = setting_charts(swept());
  REQUIRE(charts.size() == 3);
  CHECK(charts[0].columns[0].name == "optimizer.rate");  // the most important
  const Chart& models = charts[1];
  CHECK(models.y.kind == Axis::categories);
  const auto& words = column(models.columns, "model").words;
  const auto& low = column(models.columns, "lower quartile").numbers;
  const auto& high = column(models.columns, "upper quartile").numbers;
  REQUIRE(words.size() == 26);
  REQUIRE(words[25] == "small");
  // numpy.percentile([.70,.86,.75] + [.01,.02,.03,.04], [25, 75])
  CHECK(low[25] == Approx(0.7375));
  CHECK(high[25] == Approx(0.8725));
  CHECK(std::isnan(low[0]));
  for (const ChartColumn& c : models.columns) CHECK(std::max(c.numbers.size(), c.words.size()) == 26);
}

TEST_CASE("the choice is marked in every chart, and drawn once") {
  const SweepResult sweep = swept();
  for (const Chart& chart : setting_charts(sweep)) {
    const auto& chosen = column(chart.columns, "val/accuracy of the choice").numbers;
    CHECK(std::count_if(chosen.begin(), chosen.end(), [](double v) { return std::isfinite(v); }) == 1);
    const auto& rest = column(chart.columns, "val/accuracy").numbers;
    CHECK(std::count_if(rest.begin(), rest.end(), [](double v) { return std::isfinite(v); }) == 23);
    CHECK(has_points(chart));
  }
}

TEST_CASE("a trial that failed, runs or was deleted is not drawn; one that halving stopped is, apart") {
  auto trials = test::rates();
  trials[0].status = Status::failed, trials[1].status = Status::running, trials[2].deleted = true;
  trials[3].score = NAN, trials[4].paused = true;
  const SweepResult sweep = sweep_result(test::of_rates(), trials, "val/accuracy");
  const Chart chart = setting_charts(sweep).at(0);
  CHECK(chart.columns[0].numbers.size() == 20);
  const ParallelChart lines = parallel_chart(sweep);  // a score of fewer epochs would have the shade of a full one
  CHECK(lines.columns[0].words.size() == 19);
  CHECK(lines.reading.find("1 trial that halving stopped is left out") != std::string::npos);
  const auto& stopped = column(chart.columns, "val/accuracy where halving stopped").numbers;
  CHECK(std::count_if(stopped.begin(), stopped.end(), [](double v) { return std::isfinite(v); }) == 1);
}

TEST_CASE("importance is drawn as shares beside what chance would give, or not at all") {
  const Chart chart = importance_chart(swept());
  REQUIRE(has_points(chart));
  const auto& share = column(chart.columns, "share of the variance").numbers;
  const auto& chance = column(chart.columns, "by chance alone").numbers;
  CHECK(column(chart.columns, "setting").words.at(0) == "optimizer.rate");
  CHECK(share[0] > 0.9);
  CHECK(chance[0] < 0.2);
  CHECK_FALSE(has_points(importance_chart(sweep_result(test::of_rates(), {test::rates()[0]}, "val/accuracy"))));
}
