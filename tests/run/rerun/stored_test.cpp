#include "framework/run/rerun/stored.h"

#include <catch2/catch.hpp>

#include "framework/base/process.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("a rerun computes where the run did") {
  Record r = test::healthy(1);
  r.environment = {{"threads", 3}, {"device", "cuda"}};
  CHECK(stored_placement(r).threads == 3);
  CHECK(stored_placement(r).device == "cuda");
  r.environment.clear();
  CHECK(stored_placement(r).threads == available_cores());
  CHECK(stored_placement(r).device == "cpu");
}
