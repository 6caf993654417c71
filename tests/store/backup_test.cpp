// A copy of a home while others write.
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/store/home.h"
#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace fs = std::filesystem;

namespace {

struct Home : TemporaryFolder {
  Home() : TemporaryFolder("backup") {
    for (int i = 1; i <= 2; ++i) store.artifact(add_finished(store, i), "weights.safetensors", "content");
    store.artifact(2, "confusion.png", "a picture");
  }
  const fs::path to = path / "copy";
  Store store{path / "home", Store::Access::write};
  Store copied() const { return {to, Store::Access::read}; }
};

}  // namespace

TEST_CASE("a backup is a home: the same records, and every artifact that they name") {
  Home home;
  home.store.backup(home.to);
  const Store copy = home.copied();
  for (const std::int64_t run : {1, 2}) {
    const Record here = home.store.record(run), there = copy.record(run);
    CHECK(there.plan == here.plan);
    CHECK(there.run.uuid == here.run.uuid);
    CHECK(there.settings.size() == here.settings.size());
    CHECK(there.metrics.size() == here.metrics.size());
    CHECK(there.test.size() == here.test.size());
    CHECK(there.samples.size() == here.samples.size());
    for (const Artifact& artifact : there.artifacts)
      CHECK(read_file(copy.artifact_path(artifact)) == read_file(home.store.artifact_path(artifact)));
  }
  CHECK(copy.record(2).artifacts.size() == 2);
  CHECK(damage(home.to).empty());
  CHECK(Store(home.to, Store::Access::write).examine(false).empty());  // in WAL mode too
  CHECK(add_finished(*std::make_unique<Store>(home.to, Store::Access::write), 3) == 3);
  CHECK(home.store.ids(false, true).size() == 2);
}

TEST_CASE("artifacts are linked where that is possible, else copied") {
  Home home;
  const std::string from = home.store.artifact_path(home.store.record(1).artifacts.at(0));
  home.store.backup(home.to);
  CHECK(fs::hard_link_count(from) == 2);
  const fs::path memory = "/dev/shm/xp_backup_" + std::to_string(::getpid());  // another file system, mostly
  home.store.backup(memory);
  {
    const Store copy(memory, Store::Access::read);
    CHECK(read_file(copy.artifact_path(copy.record(1).artifacts.at(0))) == "content");
  }
  fs::remove_all(memory);
}

TEST_CASE("a backup that is taken while others write holds whole epochs, and keeps nobody from writing") {
  Home home;
  std::atomic<bool> enough = false;
  std::atomic<int> written = 0;
  const std::int64_t run = add_running(home.store, 3);
  std::thread writer([&] {
    Store other(home.path / "home", Store::Access::write);
    for (int e = 4; !enough; ++e, ++written) other.epoch(run, e, {{"val/a", e}, {"val/b", e}, {"val/c", e}}, {}, {});
  });
  while (written < 50) std::this_thread::yield();
  std::vector<int> lasts;
  for (int i = 0; i < 5; ++i) {
    const std::string to = home / ("copy" + std::to_string(i));
    const int before = written;
    home.store.backup(to);
    const Store copy(to, Store::Access::read);
    const Series a = copy.series(run, "val/a");
    CHECK(std::ssize(a) >= before);
    for (const char* metric : {"val/b", "val/c"}) CHECK(copy.series(run, metric).size() == a.size());
    CHECK(damage(to).empty());
    const int then = written;
    while (written == then) std::this_thread::yield();
  }
  enough = true;
  writer.join();
  CHECK(std::ssize(home.store.series(run, "val/a")) == written);
}

TEST_CASE("a place that holds something is refused, and nothing is left there") {
  Home home;
  home.store.backup(home.to);
  CHECK_THROWS_WITH(home.store.backup(home.to), Contains("holds records already"));
  CHECK_THROWS_WITH(home.store.backup(home.store.home() + "/artifacts/copy"), Contains("lies in the home"));
  CHECK_THROWS_WITH(home.store.backup(home.store.home()), Contains("lies in the home"));
  fs::create_directories(home.path / "full/of");
  CHECK_THROWS_WITH(home.store.backup(home / "full"), Contains("not empty"));
  CHECK_THROWS_AS(home.store.backup("/proc/nowhere"), Error);
  CHECK_THROWS_WITH(home.store.backup(home / "not/there"), Contains("there is no folder"));
  CHECK_FALSE(fs::exists(home / "not"));
  fs::create_directories(home.path / "empty");
  home.store.backup(home / "empty/");
  CHECK(Store(home / "empty", Store::Access::read).ids(false, true).size() == 2);
  for (const fs::directory_entry& entry : fs::directory_iterator(home.path))
    CHECK_THAT(entry.path().string(), !Contains(".tmp"));
}

TEST_CASE("an artifact that is lost here is named, and the rest is backed up") {
  Home home;
  fs::remove(home.store.artifact_path(home.store.record(2).artifacts.at(0)));
  CHECK_THROWS_WITH(home.store.backup(home.to), Contains("all but one artifact: confusion.png of run2 is missing"));
  CHECK(home.copied().record(2).test.size() == home.store.record(2).test.size());
}

TEST_CASE("an artifact that is damaged here is not taken into a backup, nor are damaged records") {
  Home home;
  const std::string weights = home.store.artifact_path(home.store.record(1).artifacts.at(0));
  write_file(weights, "conten");
  CHECK_THROWS_WITH(home.store.backup(home.to),
                    Contains("all but one artifact: weights.safetensors of run1, weights.safetensors of run2 has 6"));
  CHECK_FALSE(fs::exists(home.copied().artifact_path(home.store.record(1).artifacts.at(0))));
  const std::string records = home.store.home() + "/xp.db";
  SQLite::Database(records, SQLite::OPEN_READWRITE).exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const int page = SQLite::Database(records).execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 'metrics'");
  {
    std::fstream file(records, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096L * (page - 1));
    file << std::string(4096, '\xab');
  }
  CHECK_THROWS_WITH(home.store.backup(home.path / "second"), Contains("are damaged, and were not backed up"));
  CHECK_FALSE(fs::exists(home.path / "second"));
}
