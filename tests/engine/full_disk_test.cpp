// A disk that is really full: a small tmpfs in a mount namespace of its own.
#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/base/process.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

bool may_mount() try {
  return run_program({"unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"}).code == 0;
} catch (const Error&) {
  return false;
}

/// A shell script in which $HOME_FOLDER, 6 MiB large, is XP_HOME, and $XP the program. `train OPTION…` starts a run and
/// fills the disk once that has a checkpoint; what the run says to people is in the file err.
Finished on_small_disk(const Place& place, const std::string& script) {
  std::string all = "set -e; HOME_FOLDER='" + place.home.string() + "'; XP='" XP_BINARY "'; cd '" +
                    place.root.string() + "'; mkdir -p $HOME_FOLDER; mount -t tmpfs -o size=6m tmpfs $HOME_FOLDER\n";
  for (const auto& [name, value] : place.variables) all += "export " + name + "='" + value + "'\n";
  all += "train() { $XP run '" + tiny_file() +
         "' --threads 1 --no-pictures --set train.epochs=300 \"$@\" > out 2> err & run=$!\n"
         "until [ -e $HOME_FOLDER/checkpoints/run1/last.safetensors ]; do kill -0 $run; sleep 0.02; done\n"
         "cat /dev/zero > $HOME_FOLDER/ballast 2> /dev/null || true\n"
         "until grep -q 'the disk is full' err; do kill -0 $run; sleep 0.02; done; }\n";
  return run_program({"unshare", "-rm", "sh", "-c", all + script});
}

}  // namespace

TEST_CASE("on a full disk training waits, says so, and goes on when there is room") {
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const Place place;
  const Finished done = on_small_disk(place,
                                      "train --disk-wait 5; sleep 1; rm $HOME_FOLDER/ballast; wait $run; cat err\n"
                                      "$XP rerun run1 --verify --no-color\n");
  INFO(done.output);
  CHECK(done.code == 0);
  CHECK_THAT(done.output, Contains("free in " + place.home.string() + "; training waits up to 5") &&
                              Contains("last checkpoint: epoch") && Contains("there is room again") &&
                              Contains("identical: run2 repeats run1"));
}

TEST_CASE("where the disk stays full the run is FAILED, and goes on from its last checkpoint when there is room") {
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const Place place;
  const Finished done = on_small_disk(place,
                                      "train --disk-wait 0.03; wait $run || echo code $?; cat err\n"
                                      "$XP list; rm $HOME_FOLDER/ballast; $XP show run1; $XP resume run1\n"
                                      "$XP rerun run1 --verify\n");
  INFO(done.output);
  CHECK(done.code == 0);
  CHECK_THAT(done.output, Contains("code 1") && Contains("FAILED") && Contains("no room was made") &&
                              Contains("make room; last checkpoint: epoch") && Contains("run1 FINISHED") &&
                              Contains("identical: run2 repeats run1"));
}

TEST_CASE("a run that is interrupted while it waits for room is KILLED, and goes on when there is room") {
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const Place place;
  const Finished done = on_small_disk(place,
                                      "train --disk-wait 5; kill -INT $run; wait $run || echo code $?\n"
                                      "rm $HOME_FOLDER/ballast; $XP list; $XP resume run1\n");
  INFO(done.output);
  CHECK(done.code == 0);
  CHECK_THAT(done.output,
             Contains("code 130") && Contains("KILLED") && !Contains("FAILED") && Contains("run1 FINISHED"));
}
