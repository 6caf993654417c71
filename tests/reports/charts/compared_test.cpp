// The charts of a comparison, as values.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "reports/charts/compared_forest.h"
#include "reports/charts/differences.h"
#include "reports/charts/run_labels.h"
#include "tests/support/charts.h"
#include "tests/support/records.h"

using namespace xp;

namespace {

std::vector<Record> three() { return {test::healthy(1, 10), test::healthy(2, 30), test::healthy(3, 12, 5)}; }

const std::vector<std::string> labels{"run1", "run2", "run3"};

}  // namespace

TEST_CASE("scores are drawn one chart each, that of the verdict first, a run in its own colour") {
  Comparing how;
  how.by = "macro_f1", how.bootstrap.resamples = 200;
  const Comparison c = compare(three(), how);
  const std::vector<Chart> charts = score_forests(c, labels);
  REQUIRE(charts.size() == c.scores.size());
  CHECK(charts[0].id == "forest");
  CHECK(charts[0].title == "Macro F1, on which the verdict rests");
  CHECK_THAT(charts[0].reading, Catch::Contains("Bars that overlap do not show that runs are alike"));
  const auto& by = *std::find_if(c.scores.begin(), c.scores.end(), [](const auto& s) { return s.name == "macro_f1"; });
  for (std::size_t run = 0; run < 3; ++run) {
    CHECK(test::numbers(charts[0], labels[run])[run] == by.figures[run].value);
    CHECK(test::numbers(charts[0], labels[run] + " from")[run] == by.figures[run].interval.low);
    CHECK(test::numbers(charts[0], labels[run] + " to")[run] == by.figures[run].interval.high);
    CHECK(test::the_layer(charts[0], labels[run]).colour == static_cast<int>(run));
    CHECK(std::isnan(test::numbers(charts[0], labels[run])[(run + 1) % 3]));
  }
  std::set<std::string> ids;
  for (const Chart& chart : charts) {
    ids.insert(chart.id);
    CHECK_FALSE(chart.reading.empty());
  }
  CHECK(ids.size() == charts.size());
}

TEST_CASE("scores of different test images are not drawn beside each other") {
  std::vector<Record> runs = three();
  runs[2].samples.back().sha256 = std::string(64, '7');
  CHECK(score_forests(compare(runs), labels).empty());
  Comparing how;
  how.force = true;
  CHECK_THAT(score_forests(compare(runs, how), labels).at(0).x.title, Catch::Contains("of 199 shared images"));
}

TEST_CASE("differences lie around 0, in points, and say whether the pair is told apart") {
  const Comparison c = compare(three());
  const Chart chart = difference_chart(c, {});
  CHECK(chart.columns[0].words == std::vector<std::string>{"run1 → run2", "run1 → run3", "run2 → run3"});
  CHECK(test::numbers(chart, "told apart")[0] == Approx(-10));
  CHECK(std::isnan(test::numbers(chart, "not told apart")[0]));
  CHECK(test::numbers(chart, "not told apart")[1] == Approx(-1));
  CHECK(test::numbers(chart, "told apart, from")[2] == Approx(100 * c.pairs[2].by.interval.low));
  REQUIRE(chart.marks.size() == 1);
  CHECK(chart.marks[0].at == 0);
  CHECK_THAT(chart.columns[1].words[0], Catch::StartsWith("told apart; p, Holm: p"));
}

TEST_CASE("of a loss the reading says that more is worse") {
  Comparing how;
  how.by = "loss", how.bootstrap.resamples = 200;
  CHECK_THAT(difference_chart(compare(three(), how), {}).reading, Catch::Contains("higher loss, which is worse"));
}

TEST_CASE("runs are called by name, else by network, each once") {
  Record a = test::healthy(1), b = test::healthy(2), c = test::healthy(3);
  set(b.settings, "attention", "cbam");
  c.run.name = std::string(400, 'x');
  const auto called = run_labels(std::vector<const Record*>{&a, &b, &b, &c});
  CHECK(called[0] == "run1 small_cnn");
  CHECK(called[1] == "run2 small_cnn with cbam");
  CHECK(called[2] == "run2 small_cnn with cbam (2)");
  CHECK(called[3].size() < 60);
}
