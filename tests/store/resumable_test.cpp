#include "framework/store/resumable.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("what ended short here goes on, every other run says why not, and what to do instead") {
  Record r = test::killed(12);
  CHECK_FALSE(unresumable(r));
  const auto refused = [&](const char* why, const char* command) {
    const auto said = unresumable(r);
    REQUIRE(said);
    CHECK_THAT(said->why, Contains(why));
    CHECK(said->command == command);
  };
  r.run.status = Status::running;
  refused("run12 is RUNNING already", "xp list");
  r.run.status = Status::finished;
  refused("run12 is FINISHED", "xp rerun run12");
  r.run.paused = true;
  CHECK_FALSE(unresumable(r));
  r.run.origin = "run9 of theirs.xprun";
  refused("run12 was recorded elsewhere (run9 of theirs.xprun)", "xp rerun run12");
  set(r.settings, "tracked", "train");
  refused("told by a program of its own, train", "");
  r.run.deleted = "2026-11-20T09:24:00.123Z";
  refused("run12 is deleted", "xp restore run12");
}
