#include "reports/next_step.h"

#include <catch2/catch.hpp>

#include "framework/base/paused.h"
#include "reports/show.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("a run that ended asks for nothing; every other says what goes on with it") {
  Record r = test::healthy(12);
  CHECK(next_step(r).sentence.empty());
  r.run.status = Status::killed;
  CHECK(next_step(r).command == "xp resume run12");
  r.run.status = Status::failed;
  CHECK(next_step(r).command == "xp resume run12");
  r.run.status = Status::running;
  CHECK(next_step(r).command == "xp report run12 --watch");
  CHECK(next_step(r, 5).command.empty());
  CHECK_THAT(next_step(r, 5).sentence, Catch::Contains("reloads every 5 s"));
  r.run.status = Status::scheduled;
  CHECK(next_step(r).command == "xp show run12 --plan");
}

TEST_CASE("a paused run is resumed by itself, one that a search left behind is not") {
  Record r = test::healthy(12);
  r.run.paused = true, r.run.reason = pause_reason(asked_to_pause, 3, 20);
  CHECK(next_step(r).command == "xp resume run12");
  r.run.reason = pause_reason(halved, 3, 20), r.run.sweep = 4, r.run.place = 2;
  CHECK(next_step(r).command == "xp sweep show sweep4");
}

TEST_CASE("what stopped in a sweep goes on with the sweep") {
  Record r = test::killed(12);
  r.run.sweep = 4, r.run.place = 2;
  CHECK(next_step(r).command == "xp resume sweep4");
  r.run.sweep = 0, r.run.place = 0;
  set(r.settings, "split.folds", 3);
  CHECK(next_step(r).command == "xp show run12");
}

TEST_CASE("a killed run of folds has one remedy, on its page, in show and in its diagnosis") {
  Record r = test::killed(12);
  r.metrics.clear(), r.test.clear();
  r.run.sweep = 4, r.run.place = 0;
  set(r.settings, "split.folds", 3);
  r.children = {{.run = 54, .role = "fold 1", .status = Status::killed, .scores = {}}};
  const std::string remedy = "xp resume sweep4";
  CHECK(next_step(r).command == remedy);
  const std::string shown = show_text(r, {120, false, false});
  CHECK_THAT(shown, Catch::Contains("0 of 3 folds are finished") && Catch::Contains(remedy) &&
                        !Catch::Contains("xp resume run12") && !Catch::Contains("xp rerun") &&
                        !Catch::Contains("Nothing was recorded"));
}

TEST_CASE("what another tool made has no next step here") {
  Record r = test::killed(12);
  set(r.settings, "imported", "test predictions");
  CHECK(next_step(r).sentence.empty());
}

TEST_CASE("what xp resume refuses is not offered: a deleted run is restored, one of another home run again") {
  Record r = test::killed(12);
  r.run.origin = "run9 of theirs.xprun";
  CHECK(next_step(r).command == "xp rerun run12");
  set(r.settings, "dataset.path", "/theirs");
  CHECK(next_step(r).command == "xp rerun run12 --data DIR");
  r.run.deleted = "2026-11-20T09:24:00.123Z";
  CHECK(next_step(r).command == "xp restore run12");
  CHECK_THAT(show_text(r, {120, false, false}), Catch::Contains("xp restore run12") && !Catch::Contains("xp resume"));
}

TEST_CASE("what a program of its own told goes on by that program alone") {
  Record r = test::killed(12);
  set(r.settings, "tracked", "train");
  set(r.environment, "command", "build/train --rate 0.1");
  CHECK(next_step(r).command == "build/train --rate 0.1");
  CHECK_THAT(show_text(r, {120, false, false}),
             Catch::Contains("only its program goes on: build/train --rate 0.1") && !Catch::Contains("xp resume"));
}
