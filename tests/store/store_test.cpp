#include "framework/store/store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <thread>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/store/migrations.h"
#include "framework/store/names.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

NewRun new_run(const std::string& experiment = "smoke") {
  NewRun r;
  r.experiment = experiment, r.title = "?", r.plan = "{}", r.identity = "id", r.fingerprint = "data",
  r.epochs_planned = 3;
  r.settings = {{"model", "resnet"}, {"model.depth", 18}, {"model.dropout", 0.25}, {"model.deep", true}};
  r.environment = {{"cpu", "a fast one"}};
  r.tags = {"first"};
  r.sources = {{"/a/e.cpp", "hash", "int main() {}"}};
  return r;
}

std::vector<StoredSample> samples() {
  return {{"a/1.jpg", 0, Part::train, "", "s1"},
          {"a/2, \"odd\".jpg", 0, Part::test, "p1", "s2"},
          {"b/é.jpg", 1, Part::validation, "", "s3"}};
}

}  // namespace

TEST_CASE("a run comes back as it was written") {
  const test::TemporaryFolder home("store");
  std::int64_t id = 0;
  {
    Store store(home / "new/home", Store::Access::write);
    id = store.add(new_run());
    store.start(id, this_process());
    store.divide(id, {"a", "b"}, samples(), {"b/bad.jpg: cut short"});
    store.remarks(id, {"weights of a.pt (torchvision names)", "a.pt: drawn anew: head"});
    store.findings(id, {{Audit::Grade::leak, "near copies", "1 pair.", "Keep one.", {"a = b", "c = d"}},
                        {Audit::Grade::note, "unequal classes", "5 and 1.", "Mind."}});
    store.epoch(id, 1, {{"train/loss", 0.1}, {"val/loss", NAN}}, {{"seconds", 2.5}},
                {{"train/loss", {1, 0.3}}, {"train/loss", {2, INFINITY}}});
    store.epoch(id, 2, {{"train/loss", 1.0 / 3}, {"val/loss", -INFINITY}}, {{"seconds", 2.5}}, {});
    store.scored(id, Part::test, 2, {{1, 0, {0.25, 0.75}}}, {{"test/accuracy", 0}});
    store.artifact(id, "weights.safetensors", std::string("\0\1\2", 3));
    store.chosen(id, 2);
    store.end(id, Status::finished, "");
  }
  const Store store(home / "new/home", Store::Access::read);
  const Record r = store.record(id);
  CHECK(r.run.status == Status::finished);
  CHECK(r.run.tags == std::vector<std::string>{"first"});
  CHECK(r.run.epochs == 2);
  CHECK(r.run.test_images == 1);
  CHECK(r.settings == new_run().settings);  // types kept
  CHECK(r.classes == std::vector<std::string>{"a", "b"});
  CHECK(r.samples.at(1).name == "a/2, \"odd\".jpg");
  CHECK(r.samples.at(1).part == Part::test);
  CHECK(r.metrics.at("train/loss").at(1).value == 1.0 / 3);
  CHECK(std::isnan(r.metrics.at("val/loss").at(0).value));
  CHECK(r.metrics.at("val/loss").at(1).value == -INFINITY);
  CHECK(r.test.at(0).probabilities == std::vector<double>{0.25, 0.75});
  CHECK(r.skipped == std::vector<std::string>{"b/bad.jpg: cut short"});
  CHECK(r.remarks == std::vector<std::string>{"weights of a.pt (torchvision names)", "a.pt: drawn anew: head"});
  REQUIRE(r.findings.size() == 2);
  CHECK(r.findings[0].grade == Audit::Grade::leak);
  CHECK(r.findings[0].name == "near copies");
  CHECK(r.findings[0].sentence == "1 pair.");
  CHECK(r.findings[0].samples == std::vector<std::string>{"a = b", "c = d"});
  CHECK(r.findings[1].advice == "Mind.");
  CHECK(r.sources.at(0).text == "int main() {}");
  CHECK(read_file(store.artifact_path(r.artifacts.at(0))) == std::string("\0\1\2", 3));
  CHECK(store.at_chosen("train/loss").at(id) == 1.0 / 3);
}

TEST_CASE("runs that share a split share its row") {
  const test::TemporaryFolder home("splits");
  Store store(home.path, Store::Access::write);
  for (int i = 0; i < 3; ++i) store.divide(store.add(new_run()), {"a", "b"}, samples(), {});
  SQLite::Database db(home / "xp.db");
  CHECK(db.execAndGet("SELECT count(*) FROM splits").getInt() == 1);
  CHECK(db.execAndGet("SELECT count(*) FROM split_samples").getInt() == 3);
}

TEST_CASE("a run whose process is gone is KILLED, whatever its row says") {
  const test::TemporaryFolder home("died");
  Store store(home.path, Store::Access::write);
  const auto mine = store.add(new_run()), dead = store.add(new_run()), reused = store.add(new_run());
  store.start(mine, this_process());
  ProcessId gone = this_process();
  gone.pid = 4'000'000;
  store.start(dead, gone);
  ProcessId other = this_process();
  other.start += 1;  // the same number, another process
  store.start(reused, other);
  CHECK(store.run(mine).status == Status::running);
  CHECK(store.run(dead).status == Status::killed);
  CHECK(store.run(reused).status == Status::killed);
  ProcessId elsewhere = gone;
  elsewhere.host = "another machine", elsewhere.boot = "another boot";
  const auto far = store.add(new_run());
  store.start(far, elsewhere);
  CHECK(store.run(far).status == Status::running);  // nobody here can tell
  ProcessId contained = gone;
  contained.host = "a container that is gone";
  const auto left = store.add(new_run());
  store.start(left, contained);
  CHECK(store.run(left).status == Status::killed);  // the same machine, since its last boot
  CHECK_THROWS_WITH(store.remove(mine), Contains("is running"));
  CHECK_NOTHROW(store.remove(dead));
}

TEST_CASE(
    "a run that is started again has not ended and is asked for no stop, but one that is asked before it begins "
    "stays") {
  const test::TemporaryFolder home("started");
  Store store(home.path, Store::Access::write);
  const auto id = store.add(new_run());
  store.request_stop(id);
  store.start(id, this_process());
  CHECK(store.stop_requested(id));
  store.end(id, Status::killed, "xp stop");
  store.start(id, this_process());
  CHECK_FALSE(store.stop_requested(id));
  CHECK(store.run(id).reason.empty());
  CHECK(store.run(id).ended.empty());
  store.request_stop(id);
  ProcessId next = this_process();
  next.start += 1;  // the process that was asked has died
  store.start(id, next);
  CHECK_FALSE(store.stop_requested(id));
}

TEST_CASE("deletion hides, restore brings back, and only gc removes") {
  const test::TemporaryFolder home("gc");
  Store store(home.path, Store::Access::write);
  const auto kept = store.add(new_run()), gone = store.add(new_run());
  store.artifact(kept, "w", "kept"), store.artifact(gone, "w", "gone");
  store.remove(gone);
  CHECK(store.runs().size() == 1);
  CHECK(store.runs(true).size() == 1);
  store.restore(gone);
  CHECK(store.runs().size() == 2);
  store.remove(gone);
  const Store::Collected collected = store.collect();
  CHECK(collected.runs == 1);
  CHECK(collected.files == 1);
  CHECK_THROWS_WITH(store.run(gone), Contains("there is no run2"));
  CHECK(std::filesystem::exists(store.artifact_path(store.record(kept).artifacts.at(0))));
  CHECK(store.add(new_run()) == 3);  // a number is never given twice
}

TEST_CASE("a database of a newer version is refused, unharmed") {
  const test::TemporaryFolder home("newer");
  { Store(home.path, Store::Access::write).add(new_run()); }
  {
    SQLite::Database db(home / "xp.db", SQLite::OPEN_READWRITE);
    db.exec("INSERT INTO migrations VALUES (99, 'from the future', 'then'); PRAGMA wal_checkpoint(TRUNCATE)");
  }
  const std::string before = read_file(home / "xp.db");
  for (const auto access : {Store::Access::read, Store::Access::write})
    CHECK_THROWS_WITH(Store(home.path, access), Contains("newer version") && Contains("from the future"));
  CHECK(read_file(home / "xp.db") == before);
}

TEST_CASE("a database from before remarks were kept opens with its runs") {
  const test::TemporaryFolder home("older");
  {
    SQLite::Database db(home / "xp.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("CREATE TABLE migrations (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT NULL)");
    db.exec(migrations().front().sql);
    db.exec("INSERT INTO migrations VALUES (0, 'the house', '2026-11-20T09:00:00.000Z')");
    db.exec(
        "INSERT INTO runs (experiment, title, status, plan, identity, fingerprint, epochs_planned, created)"
        " VALUES ('old', '', 'FINISHED', '{}', 'i', 'f', 3, '2026-11-20T09:00:00.000Z')");
    db.exec("INSERT INTO settings (run, place, name, value) VALUES (1, 0, 'model', 'xception')");
  }
  CHECK(Store(home.path, Store::Access::read).record(1).remarks.empty());
  Store store(home.path, Store::Access::write);
  store.remarks(1, {"said now"});
  CHECK(store.record(1).remarks == std::vector<std::string>{"said now"});
  CHECK(store.record(1).settings == Settings{{"model", "xception"}});
  CHECK(store.run(1).status == Status::finished);
}

TEST_CASE("eight processes write at once and nothing is lost") {
  const test::TemporaryFolder home("parallel");
  constexpr int writers = 8, epochs = 40;
  for (int w = 0; w < writers; ++w)
    if (::fork() == 0) {
      try {
        Store store(home.path, Store::Access::write);  // the first ones also create it at once
        const auto id = store.add(new_run("w" + std::to_string(w)));
        for (int e = 1; e <= epochs; ++e) store.epoch(id, e, {{"train/loss", e}, {"val/loss", w}}, {}, {});
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
  for (int w = 0; w < writers; ++w) {
    int status = 0;
    ::wait(&status);
    CHECK(status == 0);
  }
  const Store store(home.path, Store::Access::read);
  const auto runs = store.runs();
  REQUIRE(runs.size() == writers);
  for (const RunRow& run : runs) CHECK(store.record(run.id).metrics.at("train/loss").size() == epochs);
}

TEST_CASE("runs are named by number, range, last, best and name") {
  const test::TemporaryFolder home("names");
  Store store(home.path, Store::Access::write);
  for (int i = 1; i <= 5; ++i) {
    NewRun r = new_run();
    r.name = i == 3 ? "the good one" : "";
    const auto id = store.add(r);
    store.epoch(id, 1, {{"val/accuracy", i == 4 ? 0.9 : i == 2 ? NAN : 0.5}, {"val/loss", i}}, {}, {});
    store.chosen(id, 1);
    store.end(id, Status::finished, "");
  }
  using Ids = std::vector<std::int64_t>;
  CHECK(runs_named(store, {"run2", "4"}) == Ids{2, 4});
  CHECK(runs_named(store, {"run2..run4", "run3"}) == Ids{2, 3, 4});
  CHECK(runs_named(store, {"last"}) == Ids{5});
  CHECK(runs_named(store, {"best:val/accuracy"}) == Ids{4});
  CHECK(runs_named(store, {"best:val/loss"}) == Ids{1});
  CHECK(runs_named(store, {"the good one"}) == Ids{3});
  CHECK_THROWS_WITH(runs_named(store, {"run9"}), Contains("there is no run9"));
  CHECK_THROWS_WITH(runs_named(store, {"best:val/acuracy"}), Contains("acuracy"));
  CHECK_THROWS_WITH(runs_named(store, {"best:test/accuracy"}), Contains("choose by the test set"));
  CHECK_THROWS_WITH(run_named(store, "run1..run3"), Contains("names 3 runs"));
}

TEST_CASE("reading where nothing was ever run says how to begin") {
  const test::TemporaryFolder home("nothing");
  CHECK_THROWS_WITH(Store(home / "x", Store::Access::read), Contains("no runs yet"));
  CHECK_FALSE(std::filesystem::exists(home / "x"));
}
