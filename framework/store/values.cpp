// Values of epochs: one a row.
#include <fmt/format.h>

#include "framework/store/db.h"
#include "framework/store/history.h"
#include "framework/store/stretch.h"

namespace xp {
namespace {

void rewrite(Db& db, const std::string& table, std::int64_t run, std::int64_t epoch, std::int64_t metric,
             double value) {
  const std::string here = "FROM " + table + " WHERE run = ? AND epoch = ? AND metric = ?";
  double before = 0;
  db.rows(("SELECT value " + here).c_str(), [&](Row r) { before = r.real(0); }, run, epoch, metric);
  if (before == value || same_value(before, value)) return;  // SQLite keeps no sign of a zero in REAL columns
  db.run(
      "INSERT INTO rewritten SELECT ?1, ?2, ?3, ?4, 1 + (SELECT count(*) FROM rewritten WHERE run = ?1 AND kind = ?2 "
      "AND epoch = ?3 AND metric = ?4), ?5, 0",
      run, table, epoch, metric, before);
  db.run(fmt::format("UPDATE {} SET value = ? WHERE run = ? AND epoch = ? AND metric = ?", table).c_str(), value, run,
         epoch, metric);
}

/// A statement has room for so many values: one is quicker than eight.
constexpr std::size_t most_at_once = 8;

std::string insertion(const std::string& table, std::size_t values) {
  std::string sql = "INSERT OR IGNORE INTO " + table + " (run, epoch, metric, value) VALUES ";
  for (std::size_t i = 0; i < values; ++i)
    sql += fmt::format("{}(?1, ?2, ?{}, ?{})", i ? ", " : "", 2 * i + 3, 2 * i + 4);
  return sql;
}

}  // namespace

void keep_values(Db& db, const std::string& table, std::int64_t run, std::int64_t epoch,
                 std::span<const std::pair<std::int64_t, double>> values) {
  while (!values.empty()) {
    const auto some = values.first(std::min(values.size(), most_at_once));
    std::vector<Cell> cells{run, epoch};
    for (const auto& [metric, value] : some) cells.emplace_back(metric), cells.emplace_back(value);
    db.run(insertion(table, some.size()).c_str(), cells);
    if (db.changes() < std::ssize(some))
      for (const auto& [metric, value] : some) rewrite(db, table, run, epoch, metric, value);
    values = values.subspan(some.size());
  }
}

void cut_values(Db& db, std::int64_t run, int attempt, int epoch) {
  for (const std::string table : {"metrics", "telemetry"}) {
    const std::string past = "FROM " + table + " WHERE run = ? AND epoch > ?";
    db.run(("INSERT OR REPLACE INTO replaced SELECT run, ?, ?, metric, epoch, value " + past).c_str(), attempt, table,
           run, epoch);
    db.run(("DELETE " + past).c_str(), run, epoch);
  }
  db.run("UPDATE rewritten SET replaced = ? WHERE run = ? AND epoch > ? AND replaced = 0", attempt, run, epoch);
}

}  // namespace xp
