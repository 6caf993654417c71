#include "framework/track/beginning.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <functional>

#include "framework/base/disk.h"
#include "tests/store/faulty_vfs.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

track::Options in(const test::TemporaryFolder& home) {
  track::Options out;
  out.home = home.path, out.disk_wait_minutes = 1e-6;
  return out;
}

/// What is said where one of the first calls to the disk finds it full: not all of them write.
std::string refused(test::FaultyVfs& disk, const std::function<void()>& deed) {
  for (int call = 1; call <= 50; ++call) try {
      disk.fail(test::FaultyVfs::Fault::once, call, true);
      deed();
    } catch (const DiskFull& e) {
      return e.what();
    } catch (const Error&) {
    }
  return "";
}

}  // namespace

TEST_CASE("a run that begins on a full disk waits for room as long as was asked") {
  const test::TemporaryFolder home("beginning");
  test::FaultyVfs disk;
  const std::string opening = refused(disk, [&] { track::opened(in(home)); });
  CHECK_THAT(opening, Contains("no room was made in"));
  disk.heal();
  Store store = track::opened(in(home));
  const std::string beginning = refused(disk, [&] { track::begin("curves", in(home), {}, store); });
  CHECK_THAT(beginning, Contains("no room was made in"));
  disk.heal();
  CHECK(store.run(track::begin("curves", in(home), {}, store)).status == Status::running);
}

TEST_CASE("a run that was added and could not begin is FAILED, and says why") {
  const test::TemporaryFolder home("beginning");
  Store store(home.path, Store::Access::write);
  SQLite::Database(home / "xp.db", SQLite::OPEN_READWRITE)
      .exec(
          "CREATE TRIGGER none_begins BEFORE UPDATE ON runs WHEN new.status = 'RUNNING' "
          "BEGIN SELECT raise(ABORT, 'nothing begins today'); END");
  CHECK_THROWS_WITH(track::begin("curves", in(home), {}, store), Contains("nothing begins today"));
  CHECK(store.run(1).status == Status::failed);
  CHECK_THAT(store.run(1).reason, Contains("nothing begins today"));
}
