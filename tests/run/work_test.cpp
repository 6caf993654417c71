#include "framework/run/work.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

std::vector<std::string> roles(const Work& work) {
  std::vector<std::string> out;
  for (const Leaf& leaf : work.leaves) out.push_back(leaf.role);
  return out;
}
std::string control(const Leaf& leaf) { return train_of(leaf.plan.train).control; }

}  // namespace

TEST_CASE("plans without folds and controls are what is to be run") {
  const Work work = work_of({test::tiny_plan(), test::tiny_plan({{"seed", 2}})}, {});
  CHECK(work.parents.empty());
  REQUIRE(work.leaves.size() == 2);
  CHECK(identity_hash(work.leaves[1].plan) == identity_hash(test::tiny_plan({{"seed", 2}})));
  CHECK(work.leaves[1].parent == -1);
  CHECK(work.leaves[1].after == -1);
}

TEST_CASE("a control comes after the run that it is a part of, on the same split") {
  const Work work = work_of({test::tiny_plan(), test::tiny_plan({{"seed", 2}})}, {"shuffled-labels", "majority"});
  CHECK(work.parents.empty());
  CHECK(roles(work) == std::vector<std::string>{"", "control shuffled-labels", "control majority", "",
                                                "control shuffled-labels", "control majority"});
  CHECK(work.leaves[2].after == 0);
  CHECK(work.leaves[4].after == 3);
  CHECK(control(work.leaves[1]) == "shuffled_labels");
  CHECK(train_of(work.leaves[1].plan.train).epochs == 3);
  CHECK(train_of(work.leaves[2].plan.train).epochs == 1);  // it learns nothing
  const Listing& data = listing(work.leaves[0].plan.only(Kind::dataset));
  CHECK(divided(work.leaves[2].plan, data).of == divided(work.leaves[0].plan, data).of);
}

TEST_CASE("folds and their controls are parts of one parent") {
  const Plan plain = test::tiny_plan(), folded = test::tiny_plan({{"split", "k_fold"}, {"split.k", 2}});
  const Work work = work_of({plain, folded}, {"image_statistics"});
  REQUIRE(work.parents.size() == 1);
  CHECK(identity_hash(work.parents[0]) == identity_hash(folded));
  CHECK(roles(work) == std::vector<std::string>{"", "control image-statistics", "fold 1", "fold 2",
                                                "control image-statistics, fold 1",
                                                "control image-statistics, fold 2"});
  for (std::size_t i = 2; i < 6; ++i) {
    CHECK(work.leaves[i].parent == 0);
    CHECK(work.leaves[i].after == -1);
  }
  CHECK(find(work.leaves[5].plan.only(Kind::split).settings, "fold")->text() == "2");
}

TEST_CASE("a control that is none is refused with the nearest name, and one of a control too") {
  CHECK_THROWS_WITH(work_of({test::tiny_plan()}, {"majorty"}), Contains("there is no control \"majorty\""));
  CHECK_THROWS_WITH(work_of({test::tiny_plan({{"train.control", "majority"}})}, {"majority"}),
                    Contains("train.control is majority"));
  CHECK(work_of({test::tiny_plan()}, {"majority", "majority"}).leaves.size() == 2);
}
