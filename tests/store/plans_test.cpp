// How SQLite answers what lists and single runs ask: by index, however many runs there are.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;

namespace {

std::set<std::string> heard;  // statements of every connection that is opened while one listens

int hear(unsigned, void*, void* statement, void*) {
  if (const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement))) heard.insert(sql);
  return 0;
}

int listen(sqlite3* db, char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, hear, nullptr);
}

using Extension = void (*)();

struct Listening {
  Listening() {
    heard.clear();
    sqlite3_auto_extension(reinterpret_cast<Extension>(listen));
  }
  ~Listening() { sqlite3_cancel_auto_extension(reinterpret_cast<Extension>(listen)); }
};

/// "SEARCH metrics USING PRIMARY KEY (run=? AND epoch=?)".
std::vector<std::string> plan_of(SQLite::Database& db, const std::string& sql) {
  std::vector<std::string> out;
  SQLite::Statement s(db, "EXPLAIN QUERY PLAN " + sql);
  while (s.executeStep()) out.push_back(s.getColumn(3).getString());
  return out;
}

/// Tables that grow with runs, and epochs.
bool reads_all(const std::string& step) {
  if (!step.starts_with("SCAN ")) return false;
  const std::string table = step.substr(5, step.find(' ', 5) - 5);
  if (table == "runs" || table == "r") return step.find("COVERING INDEX") == std::string::npos;
  return std::set<std::string>{"metrics",       "m",           "telemetry", "t",         "settings",
                               "stretches",     "predictions", "tags",      "artifacts", "environment",
                               "split_samples", "sources",     "rewritten", "s"}
             .count(table) > 0;
}

}  // namespace

TEST_CASE("lists and single runs are read by index: no table that grows is scanned") {
  const TemporaryFolder home("plans");
  {
    Store store(home.path, Store::Access::write);
    for (int i = 1; i <= 3; ++i) store.tag(add_finished(store, i), "odd");
    add_running(store, 4);
  }
  {
    const Listening listening;
    const Store store(home.path, Store::Access::read);
    const std::vector<std::int64_t> all = store.ids(false, false), many(2000, 1);
    store.ids(true, true), store.with_parts(all, false);
    for (const auto& runs : {all, many}) {
      store.runs(runs);
      store.at_chosen("val/accuracy", runs), store.at_last("val/loss", runs);
    }
    store.at_chosen("val/accuracy");
    store.setting("model"), store.setting_names(), store.metric_names();
    store.record(1), store.children(1), store.steps(1), store.series(1, "val/loss"), store.run(4);
    store.batch_hashes(1), store.tensor_hashes(1);
    store.finished_as("identity");
  }
  SQLite::Database db(home / "xp.db", SQLite::OPEN_READONLY);
  int selected = 0;
  for (const std::string& sql : heard) {
    if (!sql.starts_with("SELECT") && !sql.starts_with("WITH")) continue;
    ++selected;
    for (const std::string& step : plan_of(db, sql)) {
      INFO(sql << "\n  " << step);
      CHECK_FALSE(reads_all(step));
    }
  }
  CHECK(selected > 25);
}

TEST_CASE("a scan would be noticed") {
  const TemporaryFolder home("scans");
  Store(home.path, Store::Access::write);
  SQLite::Database db(home / "xp.db", SQLite::OPEN_READONLY);
  for (const char* sql : {"SELECT * FROM metrics WHERE value > 0.9", "SELECT run FROM settings WHERE place = 1",
                          "SELECT plan FROM runs", "SELECT m.run FROM metrics m JOIN runs r ON r.id = m.run"}) {
    INFO(sql);
    const std::vector<std::string> plan = plan_of(db, sql);
    CHECK(std::any_of(plan.begin(), plan.end(), reads_all));
  }
}
