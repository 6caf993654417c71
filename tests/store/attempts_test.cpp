#include <catch2/catch.hpp>

#include "framework/store/db.h"
#include "framework/store/migrations.h"
#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;

namespace {

std::vector<std::string> replaced(const std::string& home) {
  std::vector<std::string> out;
  Db(home + "/xp.db", false)
      .rows(
          "SELECT r.attempt, r.kind, n.name, r.at, r.value FROM replaced r JOIN metric_names n ON n.id = r.metric "
          "ORDER BY r.attempt, r.kind, n.name, r.at",
          [&](Row r) {
            out.push_back(r.text(0) + " " + r.text(1) + " " + r.text(2) + " " + r.text(3) +
                          (std::isnan(r.real(4)) ? " NaN" : ""));
          });
  return out;
}

/// Values of steps that lay past a checkpoint, by attempt.
std::vector<std::string> replaced_steps(const std::string& home) {
  std::vector<std::string> out;
  Db(home + "/xp.db", false)
      .rows(
          "SELECT s.replaced, n.name, s.first, s.last FROM stretches s JOIN metric_names n ON n.id = s.metric WHERE "
          "s.replaced > 0 ORDER BY s.id",
          [&](Row r) { out.push_back(r.text(0) + " " + r.text(1) + " " + r.text(2) + ".." + r.text(3)); });
  return out;
}

}  // namespace

TEST_CASE("what lies past the checkpoint moves to what was replaced, by attempt, and stays there") {
  const test::TemporaryFolder home("attempts");
  Store store(home.path, Store::Access::write);
  const std::int64_t id = test::add_running(store);
  store.end(id, Status::killed, "Ctrl-C, in epoch 4");
  store.resume(id, this_process(), 1, 2);
  CHECK(replaced(home.path) == std::vector<std::string>{"1 metrics train/accuracy 2", "1 metrics train/accuracy 3",
                                                        "1 metrics train/loss 2 NaN", "1 metrics train/loss 3",
                                                        "1 metrics val/accuracy 2", "1 metrics val/accuracy 3",
                                                        "1 metrics val/loss 2", "1 metrics val/loss 3",
                                                        "1 telemetry seconds 2", "1 telemetry seconds 3"});
  CHECK(replaced_steps(home.path) == std::vector<std::string>{"1 train/loss 3..3"});
  Record r = store.record(id);
  CHECK(r.run.status == Status::running);
  CHECK(r.run.attempt == 2);
  CHECK(r.run.epochs == 1);
  CHECK(r.run.ended.empty());
  CHECK(r.metrics.at("val/loss").size() == 1);
  REQUIRE(r.attempts.size() == 1);
  CHECK(r.attempts[0].reason == "Ctrl-C, in epoch 4");
  CHECK(r.attempts[0].step == 2);

  store.epoch(id, 2, {{"val/loss", 0.25}}, {}, {});
  store.end(id, Status::failed, "the disk is full");
  store.resume(id, this_process(), 1, 2);
  CHECK(replaced(home.path).size() == 11);
  CHECK(replaced(home.path).back() == "2 metrics val/loss 2");
  CHECK(store.record(id).attempts.size() == 2);
}

TEST_CASE("remarks, findings and unreadable files that are stored again replace those before") {
  const test::TemporaryFolder home("attempts");
  Store store(home.path, Store::Access::write);
  const std::int64_t id = test::add_running(store);
  for (const int n : {2, 1}) {
    store.remarks(id, std::vector<std::string>(static_cast<std::size_t>(n), "a remark"));
    std::vector<Audit::Finding> findings(static_cast<std::size_t>(n));
    for (Audit::Finding& f : findings) f.name = "copies", f.samples = {"a.png", "b.png"};
    store.findings(id, findings);
    store.divide(id, {"a"}, {{"x.png", 0, Part::train, "", "00"}},
                 n == 2 ? std::vector<std::string>{"y", "z"} : std::vector<std::string>{"y"});
    const Record r = store.record(id);
    CHECK(r.remarks.size() == static_cast<std::size_t>(n));
    CHECK(r.findings.size() == static_cast<std::size_t>(n));
    CHECK(r.findings[0].samples.size() == 2);
    CHECK(r.skipped.size() == static_cast<std::size_t>(n));
  }
}

TEST_CASE("in a database from before pauses were recorded, the sentence of the run tells") {
  const test::TemporaryFolder home("pauses");
  {
    SQLite::Database db(home / "xp.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("CREATE TABLE migrations (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT NULL)");
    for (std::size_t i = 0; i < 4; ++i) {
      db.exec(migrations()[i].sql);
      db.exec("INSERT INTO migrations VALUES (" + std::to_string(i) + ", '" + migrations()[i].name + "', 'then')");
    }
    for (const char* reason : {"paused after epoch 2 of 3", "stopped by successive halving after epoch 2 of 3",
                               "val/loss has not improved for 2 epochs", ""})
      db.exec(
          "INSERT INTO runs (experiment, title, status, reason, plan, identity, fingerprint, epochs, epochs_planned, "
          "created) VALUES ('old', '', 'FINISHED', '" +
          std::string(reason) + "', '{}', 'i', 'f', 2, 3, 'then')");
  }
  const Store store(home.path, Store::Access::write);
  std::vector<bool> paused;
  for (const RunRow& run : store.runs()) paused.push_back(run.paused);
  CHECK(paused == std::vector<bool>{true, true, false, false});
}
