#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <set>

#include "framework/base/error.h"
#include "framework/store/db.h"
#include "framework/store/mlflow.h"

namespace xp {
namespace {

/// Of a table: a view or a virtual table runs what a stranger wrote, and may never end.
std::set<std::string> columns(const Db& db, const std::string& table) {
  std::set<std::string> out;
  bool plain = false;
  db.rows(
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? AND sql NOT LIKE 'CREATE VIRTUAL%'",
      [&](Row) { plain = true; }, table);
  if (!plain) return out;
  db.rows(
      "SELECT name FROM pragma_table_info(?)", [&](Row r) { out.insert(r.text(0)); }, table);
  return out;
}

/// What it was called when it had no such name yet, or had not been invented.
std::string column(const std::set<std::string>& known, const std::string& name, const std::string& instead) {
  return known.count(name) ? name : instead;
}

Status status_of(const std::string& said) {
  for (const Status s : {Status::scheduled, Status::running, Status::finished, Status::failed, Status::killed})
    if (said == name(s)) return s;
  return Status::running;
}

/// MLflow's database has NaN as 0 with a mark, and ±inf as the largest number.
double value_of(double value, bool is_nan) {
  constexpr double largest = std::numeric_limits<double>::max();
  if (is_nan) return std::numeric_limits<double>::quiet_NaN();
  return std::abs(value) >= largest ? std::copysign(std::numeric_limits<double>::infinity(), value) : value;
}

std::map<std::string, std::string> words(const Db& db, const char* table, const std::string& run) {
  std::map<std::string, std::string> out;
  db.rows(
      fmt::format("SELECT key, value FROM {} WHERE run_uuid = ? ORDER BY key", table).c_str(),
      [&](Row r) { out[r.text(0)] = r.text(1); }, run);
  return out;
}

}  // namespace

std::vector<MlflowRun> runs_of_mlflow_database(const std::string& path) {
  const Db db = Db::foreign(path);
  for (const char* table : {"experiments", "runs", "metrics", "params", "tags"})
    if (columns(db, table).empty())
      throw Error(fmt::format("{} has no table \"{}\"", path, table),
                  "a tracking database of MLflow has; which file is it?");
  const std::set<std::string> of_runs = columns(db, "runs"), of_metrics = columns(db, "metrics");
  std::vector<MlflowRun> out;
  db.rows(fmt::format(
              "SELECT r.run_uuid, r.name, e.name, r.user_id, r.status, r.start_time, r.end_time, r.lifecycle_stage, "
              "r.artifact_uri, {} FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id "
              "ORDER BY r.experiment_id, r.start_time, r.run_uuid",
              column(of_runs, "deleted_time", "NULL"))
              .c_str(),
          [&](Row r) {
            MlflowRun run;
            run.id = r.text(0), run.name = r.text(1), run.experiment = r.text(2), run.user = r.text(3);
            run.status = status_of(r.text(4)), run.started = r.integer(5), run.ended = r.integer(6);
            run.deleted = r.text(7) == "deleted", run.artifact_uri = r.text(8);
            out.push_back(std::move(run));
          });
  const std::string metrics =
      fmt::format("SELECT key, timestamp, {}, value, {} FROM metrics WHERE run_uuid = ? ORDER BY key, 3, 2, rowid",
                  column(of_metrics, "step", "0"), column(of_metrics, "is_nan", "0"));
  for (MlflowRun& run : out) {
    run.parameters = words(db, "params", run.id), run.tags = words(db, "tags", run.id);
    db.rows(
        metrics.c_str(),
        [&](Row r) {
          run.metrics[r.text(0)].push_back({r.integer(1), {r.integer(2), value_of(r.real(3), r.integer(4) != 0)}});
        },
        run.id);
  }
  return out;
}

}  // namespace xp
