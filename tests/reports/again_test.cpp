#include "reports/again.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

TEST_CASE("a finished run is verified, one that stopped only runs again, and the command line stands verbatim") {
  Record r = test::healthy(12);
  REQUIRE(again(r).size() == 1);
  CHECK(again(r)[0].commands == "xp rerun run12 --verify");
  set(r.environment, "command", "xp run experiments/a.cpp --set model=resnet");
  REQUIRE(again(r).size() == 2);
  CHECK(again(r)[1].commands == "xp run experiments/a.cpp --set model=resnet");
  CHECK(again(test::killed(3))[0].commands == "xp rerun run3");
}

TEST_CASE("folds are verified one by one, those that ended") {
  Record r = test::healthy(20);
  set(r.settings, "split.folds", 2);
  r.children = {{21, "fold 1", Status::finished, 1, 1, {}},
                {22, "fold 2", Status::killed, 0, 0, {}},
                {23, "control majority, fold 1", Status::finished, 1, 1, {}}};
  REQUIRE(again(r).size() == 1);
  CHECK(again(r)[0].commands == "xp rerun run21 --verify\nxp rerun run22");
}

TEST_CASE("an import names the command that made it, and nothing to run again") {
  Record r = test::healthy(1);
  set(r.settings, "imported", "test predictions");
  CHECK(again(r).empty());
  set(r.environment, "command", "xp import predictions a.csv");
  REQUIRE(again(r).size() == 1);
  CHECK(again(r)[0].sentence == "It was imported by:");
}

TEST_CASE("uncommitted changes are pointed to where they were kept") {
  Record r = test::healthy(12);
  CHECK(source_state(r) == "Its sources stood at commit 0123abcd.");
  set(r.environment, "uncommitted_changes", true);
  CHECK_THAT(source_state(r), Catch::EndsWith("There were changes that were not committed."));
  r.artifacts.push_back({"uncommitted.diff", "", 10});
  CHECK_THAT(source_state(r), Catch::Contains("uncommitted.diff among its files"));
  r.environment.clear(), r.artifacts.clear();
  CHECK(source_state(r).empty());
}
