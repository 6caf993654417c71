#include "framework/base/disk.h"

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>

#include "framework/base/file.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("a full device is told from other errors") {
  CHECK_THROWS_AS(write_file("/dev/full", "x"), DiskFull);
  CHECK_THROWS_WITH(write_file("/dev/full", "x"), Contains("/dev/full"));
  try {
    write_file("/nowhere/at/all", "x");
    FAIL("it was written");
  } catch (const DiskFull&) {
    FAIL("that disk is not full");
  } catch (const Error& e) {
    CHECK_THAT(e.what(), Contains("/nowhere/at/all"));
  }
  CHECK(means_full(ENOSPC));
  CHECK(means_full(EDQUOT));
  CHECK_FALSE(means_full(EIO));
}

TEST_CASE("a new file appears whole or not at all") {
  const test::TemporaryFolder folder("disk");
  write_file(folder / "a", "before");
  {
    NewFile abandoned(folder / "a");
    abandoned.write("half");
  }
  CHECK(read_file(folder / "a") == "before");
  NewFile file(folder / "a");
  file.write("one, ");
  file.write("two");
  CHECK(read_file(folder / "a") == "before");
  file.keep(false);
  CHECK(read_file(folder / "a") == "one, two");
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("room is set aside once, and really taken") {
  const test::TemporaryFolder folder("disk");
  reserve_room(folder / "reserve", 65536);
  CHECK(std::filesystem::file_size(folder / "reserve") == 65536);
  reserve_room(folder / "reserve", 1);
  CHECK(std::filesystem::file_size(folder / "reserve") == 65536);
  CHECK(free_bytes(folder.path) > 0);
  CHECK(free_bytes("/nowhere/at/all") == 0);
}
