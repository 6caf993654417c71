// Records of every version that was ever released, with rows as that version wrote them, open in this one.
#include "framework/store/migrations.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/store/elsewhere.h"
#include "framework/store/store.h"
#include "framework/store/stretch.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// What each version added to what it wrote of a run; the first has the run itself.
const std::vector<const char*> rows{
    R"sql(
      INSERT INTO splits VALUES (1, 'content');
      INSERT INTO split_classes VALUES (1, 0, 'a'), (1, 1, 'b');
      INSERT INTO split_samples VALUES (1, 0, 'a/1.png', 0, 0, '', 's1'), (1, 1, 'b/2.png', 1, 2, 'p', 's2');
      INSERT INTO runs (id, experiment, title, status, reason, plan, identity, fingerprint, epochs, epochs_planned,
        chosen_epoch, test_images, split, created) VALUES
        (1, 'old', '?', 'FINISHED', 'paused after epoch 2 of 3', '{}', 'i', 'f', 2, 3, 2, 1, 1, 'then'),
        (2, 'old', '?', 'RUNNING', '', '{}', 'i', 'f', 1, 3, 0, 0, 1, 'then');
      INSERT INTO settings (run, place, name, value, is_bool) VALUES (1, 0, 'model', 'resnet', 0),
        (1, 1, 'model.dropout', 3.0, 0), (1, 2, 'model.depth', 18, 0), (1, 3, 'model.deep', 1, 1);
      INSERT INTO metric_names VALUES (1, 'train/loss'), (2, 'val/loss'), (3, 'seconds');
      INSERT INTO metrics VALUES (1, 1, 1, 0.5), (1, 1, 2, 0.25), (1, 2, 1, NULL), (1, 2, 2, 9e999), (2, 1, 1, 0.75);
      INSERT INTO telemetry VALUES (1, 3, 1, 2.5), (1, 3, 2, 2.25);
      INSERT INTO steps VALUES (1, 1, 1, 0.5), (1, 1, 2, NULL), (1, 1, 3, -9e999), (1, 2, 10, 1), (1, 2, 25, 2),
        (2, 1, 1, 0.125);
      INSERT INTO predictions VALUES (1, 2, 1, 1, x'000000000000d03f000000000000e83f');
      INSERT INTO artifacts VALUES (1, 'w', 'hash', 3);
      INSERT INTO source_texts VALUES ('hash', 'int main() {}');
      INSERT INTO sources VALUES (1, 0, 'e.cpp', 'hash');
      INSERT INTO environment VALUES (1, 0, 'cpu', 'a fast one'), (1, 1, 'threads', 2);
      INSERT INTO skipped VALUES (1, 'bad.png');
      INSERT INTO tags VALUES (1, 'first');
    )sql",
    "INSERT INTO remarks VALUES (1, 0, 'said of the weights');",
    R"sql(INSERT INTO findings VALUES (1, 0, 2, 'near copies', '1 pair.', 'Keep one.');
          INSERT INTO finding_samples VALUES (1, 0, 0, 'a = b');)sql",
    R"sql(INSERT INTO sweeps (id, experiment, hash, search, status, created) VALUES (1, 'old', 'h', '{}', 'FINISHED', 't');
          INSERT INTO trials (sweep, place, plan, identity, run) VALUES (1, 1, '{}', 'i', 1);
          UPDATE runs SET attempt = 3 WHERE id = 1;
          INSERT INTO attempts VALUES (1, 1, 's', 'e', 'Ctrl-C', 1, 2), (1, 2, 's', 'e', 'Ctrl-C', 1, 2);
          INSERT INTO replaced VALUES (1, 1, 'metrics', 1, 2, 0.875), (1, 1, 'steps', 1, 3, NULL),
            (1, 1, 'steps', 1, 4, 4), (1, 2, 'steps', 1, 3, 3);)sql",
    "UPDATE runs SET paused = 1 WHERE id = 1;",
    "UPDATE sweeps SET strict = 1;",
    R"sql(INSERT INTO sweeps (id, experiment, hash, search, status, created) VALUES
            (2, 'of others', 'h2', '{}', 'FINISHED', 't');
          UPDATE runs SET sweep = 2, place = 1, origin = 'run7 of a.xprun' WHERE id = 2;)sql",
};

/// As the version that knew so many steps left it.
void build(const std::string& path, std::size_t known) {
  SQLite::Database db(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("CREATE TABLE migrations (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT NULL)");
  for (std::size_t i = 0; i < known; ++i) {
    db.exec(migrations()[i].sql);
    if (const auto then = migrations()[i].then) then(db);
    db.exec("INSERT INTO migrations VALUES (" + std::to_string(i) + ", \"" + migrations()[i].name + "\", 'then')");
    db.exec(rows[i]);
  }
}

bool is(const Series& series, const std::vector<std::pair<std::int64_t, double>>& expected) {
  bool same = series.size() == expected.size();
  for (std::size_t i = 0; same && i < expected.size(); ++i)
    same = series[i].at == expected[i].first && same_value(series[i].value, expected[i].second);
  return same;
}

std::int64_t count(const std::string& home, const std::string& what) {
  return SQLite::Database(home + "/xp.db", SQLite::OPEN_READONLY).execAndGet("SELECT count(*) FROM " + what).getInt64();
}

}  // namespace

TEST_CASE("records of every released version open with all that is in them") {
  REQUIRE(rows.size() == migrations().size() - 1);
  for (std::size_t known = 1; known <= rows.size(); ++known) {
    INFO("as far as \"" << migrations()[known - 1].name << "\"");
    const test::TemporaryFolder home("released");
    build(home / "xp.db", known);
    const Store store(home.path, Store::Access::write);
    const Record r = store.record(1);
    CHECK(r.run.epochs == 2);
    CHECK(r.run.uuid.size() == 32);
    CHECK(r.run.uuid != store.run(2).uuid);
    CHECK(store.run(2).epochs == 1);
    CHECK(r.settings ==
          Settings{{"model", "resnet"}, {"model.dropout", 3.0}, {"model.depth", 18}, {"model.deep", true}});
    CHECK(r.environment == Settings{{"cpu", "a fast one"}, {"threads", 2}});
    CHECK(is(r.metrics.at("train/loss"), {{1, 0.5}, {2, 0.25}}));
    CHECK(is(r.metrics.at("val/loss"), {{1, NAN}, {2, INFINITY}}));
    CHECK(is(r.telemetry.at("seconds"), {{1, 2.5}, {2, 2.25}}));
    const auto steps = store.steps(1);
    CHECK(is(steps.at("train/loss"), {{1, 0.5}, {2, NAN}, {3, -INFINITY}}));
    CHECK(is(steps.at("val/loss"), {{10, 1}, {25, 2}}));
    CHECK(is(store.steps(2).at("train/loss"), {{1, 0.125}}));
    CHECK(r.test.at(0).probabilities == std::vector<double>{0.25, 0.75});
    CHECK(r.classes == std::vector<std::string>{"a", "b"});
    CHECK(r.samples.at(1).group == "p");
    CHECK(r.artifacts.at(0).size == 3);
    CHECK(r.sources.at(0).text == "int main() {}");
    CHECK(r.skipped == std::vector<std::string>{"bad.png"});
    CHECK(r.run.tags == std::vector<std::string>{"first"});
    CHECK(r.remarks.size() == (known > 1 ? 1 : 0));
    CHECK(r.findings.size() == (known > 2 ? 1 : 0));
    CHECK(r.attempts.size() == (known > 3 ? 2 : 0));
    CHECK(store.trials(1).size() == (known > 3 ? 1 : 0));
    if (known > 3) CHECK(store.sweep(1).hash == "h");
    if (known > 6) CHECK(is_elsewhere(store.sweep(2).hash));  // a run of it came from elsewhere
    CHECK(count(home.path, "stretches WHERE replaced > 0") == (known > 3 ? 2 : 0));
    CHECK(count(home.path, "replaced") == (known > 3 ? 1 : 0));
    CHECK(r.run.paused);  // said in words first, in a column later
    CHECK(r.rewritten.empty());
    CHECK(store.batch_hashes(1).empty());
    SQLite::Database db(home / "xp.db", SQLite::OPEN_READONLY);
    CHECK(db.execAndGet("PRAGMA integrity_check").getString() == "ok");
    CHECK_FALSE(SQLite::Statement(db, "PRAGMA foreign_key_check").executeStep());
  }
}

TEST_CASE("records of a newer version are refused, and not a byte of them changes, of their log neither") {
  const test::TemporaryFolder home("newer");
  build(home / "xp.db", rows.size());
  { const Store now(home.path, Store::Access::write); }
  const auto future = [](SQLite::Database& db) { db.exec("INSERT INTO migrations VALUES (99, 'the future', 'then')"); };
  // Left by a process that died: the last step is in the log alone.
  if (::fork() == 0) {
    SQLite::Database db(home / "xp.db", SQLite::OPEN_READWRITE);
    future(db);
    ::_exit(0);
  }
  int status = 0;
  ::wait(&status);
  REQUIRE(!read_file(home / "xp.db-wal").empty());
  const std::string database = read_file(home / "xp.db"), log = read_file(home / "xp.db-wal");
  for (const auto access : {Store::Access::read, Store::Access::write})
    CHECK_THROWS_WITH(Store(home.path, access), Contains("newer version") && Contains("the future"));
  CHECK(read_file(home / "xp.db") == database);
  CHECK(read_file(home / "xp.db-wal") == log);
}

TEST_CASE("of eight processes that open old records at once one brings them up to date") {
  const test::TemporaryFolder home("at_once");
  build(home / "xp.db", 4);
  for (int i = 0; i < 8; ++i)
    if (::fork() == 0) {
      try {
        Store store(home.path, Store::Access::write);
        ::_exit(store.steps(1).size() == 2 && store.run(1).paused ? 0 : 1);
      } catch (...) {
        ::_exit(2);
      }
    }
  for (int i = 0; i < 8; ++i) {
    int status = 0;
    ::wait(&status);
    CHECK(status == 0);
  }
  CHECK(count(home.path, "migrations") == static_cast<std::int64_t>(migrations().size()));
  CHECK(count(home.path, "stretches") == 5);
}
