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
  CHECK_THAT(place.xp({"predict", "run1", "image.png"}).err, Contains("run1 kept no weights") &&
                                                                 Contains("it ended short, after epoch ") &&
                                                                 Contains("xp resume run1"));
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

TEST_CASE("of several runs those go on that ended short, and a sweep goes on by its name, alone") {
  const Place place;
  REQUIRE(place.xp({"run", tiny_file(), "-q"}).code == 0);
  {
    Running run = place.start({"run", tiny_file(), "--set", "train.epochs=9000", "--name", "long"});
    REQUIRE(run.says("epoch    2/"));
    run.signal(SIGINT);
    CHECK(run.finish().code == 130);
  }
  REQUIRE(place.xp({"run", tiny_file(), "-q", "--needed"}).code == 0);
  Running some = place.start({"resume", "run1..run2"});
  CHECK(some.says("FINISHED already: run1"));
  CHECK(some.says("epoch "));
  some.signal(SIGINT);
  CHECK(some.finish().out == "run2 KILLED\n");
  std::string body = tiny;
  body.insert(body.size() - 2, "  e.sweep(\"seed\", {1, 2});\n");
  REQUIRE(place.xp({"run", Place::experiment("two_seeds", body), "-q", "--name", "night"}).code == 0);
  for (const char* name : {"sweep1", "night"})
    CHECK_THAT(place.xp({"resume", name}).err, Contains("sweep1 has been gone through"));
  CHECK_THAT(place.xp({"resume", "run2", "sweep1"}).err, Contains("sweep1 goes on alone"));
  CHECK_THAT(place.xp({"resume", "run2", "--on-fail", "bogus"}).err, Contains("there is stop and continue"));
  CHECK_THAT(place.xp({"resume", "--help"}).out, Contains("RUN…|SWEEP"));
}
