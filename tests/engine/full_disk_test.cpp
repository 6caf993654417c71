// A disk that is really full, or cannot be written: a small tmpfs in a mount namespace of its own.
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

TEST_CASE("what is recorded on a full disk, or a read-only one, is read as on any other, and never called damaged") {
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const Place place;
  const std::string read =
      "cat /dev/zero >> $HOME_FOLDER/ballast 2> /dev/null || true; $XP list; $XP stats; $XP doctor || echo code $?\n"
      "$XP export run1 $1.json --format json; $XP backup $1.copy; $XP tag run1 kept || echo code $?; rm "
      "$HOME_FOLDER/ballast\n";
  const Finished done = on_small_disk(place,
                                      "train --disk-wait 5; kill -9 $run; wait $run || true\n"
                                      "rm $HOME_FOLDER/xp.db-shm; set -- killed\n" +  // and its log is there
                                          read +
                                          "echo then:; $XP resume run1 -q; set -- whole\n" + read +
                                          "$XP tag run1 kept; ls *.json; : > $HOME_FOLDER/xp.db-wal\n"
                                          "mount -o remount,ro $HOME_FOLDER; echo read-only:\n"
                                          "$XP doctor; $XP backup copy; XP_HOME=copy $XP doctor\n"
                                          "mount -o remount,rw $HOME_FOLDER; again=$HOME_FOLDER/checkpoints/run2\n"
                                          "$XP run '" +
                                          tiny_file() +
                                          "' --threads 1 --no-pictures --set train.epochs=300 > out 2> err & run=$!\n"
                                          "until [ -e $again/last.safetensors ]; do kill -0 $run; sleep 0.02; done\n"
                                          "kill -9 $run; wait $run || true; rm $HOME_FOLDER/xp.db-shm\n"
                                          "mount -o remount,ro $HOME_FOLDER; echo with a log:\n"
                                          "test -s $HOME_FOLDER/xp.db-wal; $XP doctor || echo code $?\n"
                                          "$XP backup second; XP_HOME=second $XP list; $XP tag run1 more || true\n");
  INFO(done.output);
  CHECK(done.code == 0);
  const std::size_t then = done.output.find("then:");
  REQUIRE(then != std::string::npos);
  CHECK_THAT(done.output.substr(0, then), Contains("recorded as RUNNING, and its process is gone"));
  CHECK_THAT(done.output.substr(then), Contains("is well"));
  for (const std::string& said : {done.output.substr(0, then), done.output.substr(then)})
    CHECK_THAT(said, Contains("predictions") && Contains("is full") && Contains("make room") &&
                         Contains("1 run and 1 file") && !Contains("damaged") && !Contains("disk I/O error"));
  for (const char* made : {"killed.json", "whole.json", "killed.copy: 1 run and", "whole.copy: 1 run and"})
    CHECK_THAT(done.output, Contains(made));
  const std::size_t alone = done.output.find("read-only:");
  REQUIRE(alone != std::string::npos);
  CHECK_THAT(done.output.substr(alone), Contains("home is well") && Contains("copy is well"));
  const std::size_t logged = done.output.find("with a log:");
  REQUIRE(logged != std::string::npos);
  CHECK_THAT(done.output.substr(logged), Contains("run2 is recorded as RUNNING") && Contains("code 3") &&
                                             Contains("2 runs") && Contains("xp.db cannot be written"));
}

TEST_CASE("a run waits for room on a disk that was full before it began, in a home that is there or is to be made") {
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const Place place;
  const std::string twice =
      "cat /dev/zero > $HOME_FOLDER/ballast 2> /dev/null || true\n"
      "$XP run '" +
      tiny_file() +
      "' --threads 1 --no-pictures 2> err & run=$!\n"
      "until grep -q 'the disk is full' err; do kill -0 $run; sleep 0.02; done\n"
      "rm $HOME_FOLDER/ballast; wait $run; grep room err\n";
  const Finished done = on_small_disk(place, ": > err\n" + twice + ": > err\n" + twice + "$XP list\n");
  INFO(done.output);
  CHECK(done.code == 0);
  CHECK_THAT(done.output, Contains("last checkpoint: none yet") && Contains("there is room again") &&
                              Contains("run1 FINISHED") && Contains("run2 FINISHED") && !Contains("run3"));
}

TEST_CASE("a resumed run waits for room where the disk was full before it went on") {
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const Place place;
  const Finished done = on_small_disk(place,
                                      "train --disk-wait 5; kill -9 $run; wait $run || true; : > err\n"
                                      "$XP resume run1 --no-pictures 2> err & run=$!\n"
                                      "until grep -q 'the disk is full' err; do kill -0 $run; sleep 0.02; done\n"
                                      "rm $HOME_FOLDER/ballast; wait $run; grep room err\n");
  INFO(done.output);
  CHECK(done.code == 0);
  CHECK_THAT(done.output,
             Contains("last checkpoint: ") && Contains("there is room again") && Contains("run1 FINISHED"));
}
