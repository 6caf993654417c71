#include "reports/charts/best_so_far.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/swept.h"

using namespace xp;

namespace {

/// Scores in the order of ending.
std::vector<SweptTrial> ended(const std::vector<double>& scores) {
  std::vector<SweptTrial> out;
  for (const double score : scores)
    out.push_back(test::swept(static_cast<int>(out.size()) + 1, 1e-3, "small", static_cast<int>(out.size()), score));
  return out;
}

}  // namespace

TEST_CASE("the best so far never gets worse, and goes by when trials ended") {
  auto trials = ended({0.5, 0.7, 0.6, 0.9, 0.8});
  std::swap(trials[1].ended, trials[3].ended);  // 0.9 was there second
  const auto charts = best_so_far(sweep_result(test::of_rates(), trials, "val/accuracy"));
  REQUIRE(charts.size() == 2);
  CHECK(charts[0].columns[0].numbers == std::vector<double>{1, 2, 3, 4, 5});
  CHECK(charts[0].columns[1].numbers == std::vector<double>{0.5, 0.9, 0.6, 0.7, 0.8});
  CHECK(charts[0].columns[3].numbers == std::vector<double>{1, 2, 2, 3, 4, 5});  // the line steps where it rises
  CHECK(charts[0].columns[4].numbers == std::vector<double>{0.5, 0.5, 0.9, 0.9, 0.9, 0.9});
  CHECK(charts[1].columns[0].numbers == std::vector<double>{30, 60, 90, 120, 150});
  CHECK(charts[1].x.format == Format::seconds);
}

TEST_CASE("of a loss the best is the lowest") {
  const auto charts = best_so_far(sweep_result(test::of_rates(), ended({0.5, 0.7, 0.4}), "val/loss"));
  CHECK(charts.at(0).columns[4].numbers == std::vector<double>{0.5, 0.5, 0.5, 0.4});
  CHECK(charts[0].y.title == "val/loss (nats)");
}

TEST_CASE("what halving stopped and what failed is no point, and its time was spent all the same") {
  auto trials = ended({0.5, 0.9, 0.6, 0.7});
  trials[1].paused = true;
  trials[2].status = Status::failed;
  const auto charts = best_so_far(sweep_result(test::of_rates(), trials, "val/accuracy"));
  CHECK(charts.at(0).columns[0].numbers == std::vector<double>{1, 2});
  CHECK(charts.at(1).columns[0].numbers == std::vector<double>{30, 120});
  CHECK(charts[1].columns[1].numbers == std::vector<double>{0.5, 0.7});
}

TEST_CASE("a run of before comes first and took no time; what did not end is no point") {
  auto trials = ended({0.5, 0.7, 0.6, 0.9});
  trials[2].earlier = true;
  trials[3].status = Status::failed;
  const auto charts = best_so_far(sweep_result(test::of_rates(), trials, "val/accuracy"));
  CHECK(charts.at(1).columns[0].numbers == std::vector<double>{0, 30, 60});
  CHECK(charts[1].columns[4].numbers == std::vector<double>{0.6, 0.6, 0.6, 0.7});
  CHECK(best_so_far(sweep_result(test::of_rates(), ended({0.5}), "val/accuracy")).empty());
}
