// xp resume, as a user meets it.
#include <catch2/catch.hpp>

#include "tests/support/program.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;

const Words long_run{"run",
                     tiny_file(),
                     "--threads",
                     "1",
                     "--no-pictures",
                     "--keep-every",
                     "1",
                     "--set",
                     "train.epochs=2000",
                     "--set",
                     "callback=early_stopping",
                     "--set",
                     "callback.patience=300"};
}  // namespace

TEST_CASE("a run that Ctrl-C ended goes on, says so, and is the run that it would have been") {
  const Place place;
  Running run = place.start(long_run);
  REQUIRE(run.says("epoch    2/2000"));
  run.signal(SIGINT);
  const Output stopped = run.finish();
  CHECK(stopped.code == 130);
  CHECK_THAT(stopped.err, Contains("Ctrl-C, ") && Contains("xp resume run1"));
  CHECK_THAT(place.xp({"show", "run1"}).out, Contains("KILLED") && Contains("xp resume run1"));
  const Output resumed = place.xp({"resume", "run1", "--no-pictures"});
  INFO(resumed.err);
  CHECK(resumed.code == 0);
  CHECK(resumed.out == "run1 FINISHED\n");
  CHECK_THAT(place.xp({"show", "run1"}).out, Contains("resumed once, after epoch "));
  CHECK_THAT(place.xp({"rerun", "run1", "--verify"}).out, Contains("identical"));
  CHECK(fs::exists(place.home / "checkpoints" / "run1" / "epoch_001.safetensors"));
  CHECK_FALSE(fs::exists(place.home / "checkpoints" / "run1" / "last.safetensors"));
  const Output again = place.xp({"resume", "run1"});
  CHECK(again.code == 2);
  CHECK_THAT(again.err, Contains("run1 is FINISHED") && Contains("xp rerun run1"));
}

TEST_CASE("of two that resume a run at once one goes on and the other says so") {
  const Place place;
  {
    Running run = place.start(long_run);
    REQUIRE(run.says("epoch    2/2000"));
  }  // killed
  CHECK_THAT(place.xp({"list"}).out, Contains("KILLED"));
  Running a = place.start({"resume", "run1", "--no-pictures"}), b = place.start({"resume", "run1", "--no-pictures"});
  const Output one = a.finish(), other = b.finish();
  const bool first = one.code == 0;
  CHECK((first ? one : other).code == 0);
  CHECK((first ? other : one).code == 2);
  CHECK_THAT((first ? other : one).err, Contains("run1 is RUNNING already") || Contains("run1 is FINISHED"));
  CHECK_THAT(place.xp({"show", "run1"}).out, Contains("resumed once"));
}

TEST_CASE("minutes that are none are refused before anything runs") {
  const Place place;
  for (const char* option : {"--checkpoint-minutes", "--disk-wait"}) {
    const Output refused = place.xp({"run", tiny_file(), option, "soon"});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains("wants minutes") && Contains("soon"));
  }
}
