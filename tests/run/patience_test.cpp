#include "framework/run/patience.h"

#include <catch2/catch.hpp>
#include <vector>

#include "framework/base/disk.h"
#include "framework/store/opening.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE(
    "a full disk, and one who holds the records, is waited for: said, tried again, and the run goes on when there is "
    "room") {
  std::vector<std::string> said;
  int tries = 0;
  Patience patience(
      "/tmp", 1, [] { return false; }, [&](const std::string& s) { said.push_back(s); }, [] { return "epoch 7"; },
      Patience::Seconds(0.01));
  patience([&] {
    if (++tries < 4) throw DiskFull("cannot write x: No space left on device");
  });
  CHECK(tries == 4);
  REQUIRE(said.size() == 2);
  CHECK_THAT(said[0], Contains("the disk is full") && Contains("free in /tmp") && Contains("last checkpoint: epoch 7"));
  CHECK_FALSE(patience.lost());
  tries = 0;
  patience([&] {
    if (++tries < 4) throw Held("the records: database is locked");
  });
  CHECK_THAT(said.at(2), Contains("another program holds the records in /tmp"));
  CHECK_THAT(said.at(3), Contains("free again"));
  CHECK_THROWS_WITH(patience([] { throw Error("no such column"); }), Contains("no such column"));
}

TEST_CASE("a full disk is not waited for longer than was asked, nor twice, nor against Ctrl-C") {
  bool stop = false;
  int tries = 0;
  const auto full = [&] { ++tries, throw DiskFull("cannot write x"); };
  Patience patience(
      "/tmp", 0.001, [&] { return stop; }, [](const std::string&) {}, [] { return "none yet"; },
      Patience::Seconds(0.01));
  CHECK_THROWS_AS(patience(full), DiskFull);
  CHECK(patience.lost());
  tries = 0;
  CHECK_THROWS_AS(patience(full), DiskFull);
  CHECK(tries == 1);
  Patience other(
      "/tmp", 60, [&] { return stop = true; }, [](const std::string&) {}, [] { return ""; }, Patience::Seconds(60));
  CHECK_THROWS_WITH(other(full), Contains("while it waited to record: "));
}

TEST_CASE("what cannot be said, or asked, while a disk is full changes nothing: what is written is written") {
  int tries = 0, said = 0;
  Patience patience(
      "/tmp", 1, []() -> bool { throw Held("the records: database is locked"); },
      [&](const std::string&) { ++said, throw std::runtime_error("standard error is full"); },
      []() -> std::string { return "none yet"; }, Patience::Seconds(0.01));
  CHECK_NOTHROW(patience([&] {
    if (++tries < 3) throw DiskFull("cannot write x");
  }));
  CHECK(tries == 3);
  CHECK(said == 2);
  CHECK_FALSE(patience.lost());
}
