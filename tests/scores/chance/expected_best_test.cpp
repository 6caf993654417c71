#include "framework/scores/chance/expected_best.h"

#include <catch2/catch.hpp>

#include "framework/base/random.h"

using namespace xp;

namespace {
std::vector<std::vector<bool>> drawn(int runs, int images, double accuracy, std::uint64_t seed) {
  Random random(seed, "expected best");
  std::vector<std::vector<bool>> out(static_cast<std::size_t>(runs));
  for (auto& run : out)
    for (int i = 0; i < images; ++i) run.push_back(random.chance(accuracy));
  return out;
}
}  // namespace

TEST_CASE("of two runs that differ on four images, the better is expected 0.75 of an image above their mean") {
  // |heads − 2| of four coins is 2, 1, 0, 1, 2 in 1, 4, 6, 4, 1 of 16 ways: 12/16.
  const ExpectedBest out = expected_best(
      {{true, true, false, true, false, false, true, true}, {true, true, true, false, true, true, true, true}});
  CHECK(out.average == Approx(6.0 / 8));
  CHECK(out.best == Approx(7.0 / 8));
  CHECK(out.mean == Approx((6 + 12.0 / 16) / 8).margin(0.002));
  CHECK(out.p == Approx((4 + 6 + 0.0) / 16).margin(0.02));  // at least 7: one or more heads from the middle
}

TEST_CASE("the best of twenty equals flatters, and its p says that it is nothing") {
  const ExpectedBest out = expected_best(drawn(20, 68, 0.8, 1), {}, 2000);
  CHECK(out.mean > out.average + 0.05);
  CHECK(out.best == Approx(out.mean).margin(0.06));
  CHECK(out.p > 0.01);
}

TEST_CASE("one that is better than the others is more than the best of equals") {
  auto right = drawn(5, 200, 0.7, 2);
  right[3] = drawn(1, 200, 0.95, 3)[0];
  const ExpectedBest out = expected_best(right, {}, 2000);
  CHECK(out.best > out.mean + 0.1);
  CHECK(out.p < 0.001);
}

TEST_CASE("images of one group are dealt together, and the best of equals gets further") {
  auto right = drawn(4, 40, 0.7, 4);
  std::vector<int> groups;
  for (auto& run : right)  // ten images alike in each of 40 groups
    for (int i = 0; i < 360; ++i) run.push_back(run[static_cast<std::size_t>(i % 40)]);
  for (int i = 0; i < 400; ++i) groups.push_back(i % 40);
  const ExpectedBest alone = expected_best(right, {}, 1000), together = expected_best(right, groups, 1000);
  CHECK(together.mean - together.average > 2 * (alone.mean - alone.average));
}

TEST_CASE("runs that say the same, one run, and none have nothing to be dealt") {
  const ExpectedBest same = expected_best({{true, false}, {true, false}}), one = expected_best({{true, false}});
  CHECK(same.mean == 0.5);
  CHECK(same.p == 1);
  CHECK(one.mean == 0.5);
  CHECK(expected_best({}).p == 1);
}
