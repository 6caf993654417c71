#include "framework/plan/folds.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Plan folded(const Settings& more = {}) {
  Settings set{{"split", "k_fold"}, {"split.k", 3}};
  set.insert(set.end(), more.begin(), more.end());
  return test::tiny_plan(set);
}

}  // namespace

TEST_CASE("k_fold stands for all its folds, each the plan that names it") {
  const Plan all = folded();
  const std::vector<Fold> each = folds(all);
  REQUIRE(each.size() == 3);
  for (int f = 1; f <= 3; ++f) {
    const Fold& fold = each[static_cast<std::size_t>(f - 1)];
    CHECK(fold.role == "fold " + std::to_string(f));
    CHECK(identity_hash(fold.plan) == identity_hash(folded({{"split.fold", f}})));
    CHECK(folds(fold.plan).empty());
  }
  CHECK(identity_hash(first_fold(all)) == identity_hash(each[0].plan));
  CHECK(identity_hash(all) != identity_hash(each[0].plan));
}

TEST_CASE("repeats and sources are called what they are") {
  CHECK(folds(test::tiny_plan({{"split", "repeated"}, {"split.repeats", 2}})).at(1).role == "repeat 2");
  CHECK(folds(test::tiny_plan()).empty());
}

TEST_CASE("a stored plan that names its fold stays one run, and keeps its identity") {
  const Plan stored = plan_from_json(to_json(folded({{"split.fold", 1}})));
  CHECK(folds(stored).empty());
  CHECK(identity_hash(stored) == identity_hash(folded({{"split.fold", 1}})));
}

TEST_CASE("a plan of folds is refused where one of them cannot be") {
  CHECK_THROWS_WITH(folded({{"split.k", 20}}), Contains("too few for 20 folds"));
}

TEST_CASE("the estimate of a plan of folds is that of all of them") {
  const Estimate one = estimate(folded({{"split.fold", 1}}), 1e9), all = estimate(folded(), 1e9);
  CHECK(one.folds == 1);
  CHECK(all.folds == 3);
  CHECK(all.seconds == Approx(3 * one.seconds));
  CHECK(all.memory == one.memory);
}
