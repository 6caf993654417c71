// Removing for good while others write.
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <thread>

#include "framework/base/file.h"
#include "framework/store/store.h"
#include "tests/support/plans.h"

using namespace xp;
using namespace xp::test;

namespace {

std::int64_t add(Store& store, std::int64_t parent = 0, const std::string& role = "") {
  NewRun run;
  run.experiment = "e", run.plan = "{}", run.identity = "i", run.fingerprint = "f";
  run.parent = parent, run.role = role;
  return store.add(run);
}

}  // namespace

TEST_CASE("whoever writes while much is removed waits for a little of it, not for all") {
  const TemporaryFolder home("much");
  Store store(home.path, Store::Access::write);
  const std::int64_t kept = add(store);
  store.atomically([&] {
    for (int i = 0; i < 300; ++i) {
      const std::int64_t run = add(store);
      add(store, run, "fold 1");
      store.remove(run);
    }
  });
  std::atomic<bool> enough = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    Store other(home.path, Store::Access::write);
    for (int e = 1; !enough; ++e, ++written) other.epoch(kept, e, {{"val/a", e}}, {}, {});
  });
  while (written < 3) std::this_thread::yield();
  const int before = written;
  CHECK(store.collect().runs == 600);
  CHECK(written - before >= 50);  // in the gaps that are left for it
  enough = true;
  writer.join();
  CHECK(store.ids(false, true) == std::vector<std::int64_t>{kept});
}

TEST_CASE("what names a run, a split or a source that goes is found without reading every run") {
  const TemporaryFolder home("found");
  { const Store made(home.path, Store::Access::write); }
  SQLite::Database db(home / "xp.db", SQLite::OPEN_READWRITE);
  db.exec("PRAGMA foreign_keys = ON");
  for (const char* gone : {"runs WHERE id IN (1, 2)", "splits WHERE id = 1", "source_texts WHERE sha256 = 'a'"}) {
    SQLite::Statement plan(db, std::string("EXPLAIN QUERY PLAN DELETE FROM ") + gone);
    while (plan.executeStep()) {
      INFO(gone << ": " << plan.getColumn(3).getString());
      CHECK_FALSE(plan.getColumn(3).getString().starts_with("SCAN"));
    }
  }
}

TEST_CASE("of checkpoints those go that no run can go on from, each file counted") {
  const TemporaryFolder home("checkpoints");
  Store store(home.path, Store::Access::write);
  const std::int64_t whole = add(store), killed = add(store);
  store.end(whole, Status::finished, ""), store.end(killed, Status::killed, "Ctrl-C");
  const std::filesystem::path folder = home.path / "checkpoints";
  for (const char* name : {"run1", "run2", "run77"}) {
    std::filesystem::create_directories(folder / name);
    for (const char* file : {"last.safetensors", "epoch_002.safetensors"}) write_file(folder / name / file, "state");
  }
  write_file(folder / "run78", "no folder");
  const Store::Collected removed = store.collect();
  CHECK(removed.files == 4);
  CHECK(removed.bytes == 24);
  std::set<std::string> left;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) left.insert(entry.path().lexically_relative(folder).string());
  CHECK(left ==
        std::set<std::string>{"run1/epoch_002.safetensors", "run2/epoch_002.safetensors", "run2/last.safetensors"});
}

TEST_CASE("a content that a run takes up while it is being removed is there as long as the run") {
  const TemporaryFolder home("taken_up");
  { const Store made(home.path, Store::Access::write); }
  std::atomic<bool> enough = false;
  std::thread remover([&] {
    Store store(home.path, Store::Access::write);
    while (!enough) store.collect();
  });
  Store store(home.path, Store::Access::write);
  int lost = 0;
  for (int i = 0; i < 150; ++i) {
    const std::int64_t run = add(store);
    store.artifact(run, "weights", "the same content each time");
    std::this_thread::sleep_for(std::chrono::microseconds(i * 20));
    lost += read_file(store.artifact_path(store.record(run).artifacts.at(0))) != "the same content each time";
    store.remove(run);
  }
  enough = true;
  remover.join();
  CHECK(lost == 0);
  store.collect();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home.path / "artifacts"))
    CHECK_FALSE(entry.is_regular_file());
}
