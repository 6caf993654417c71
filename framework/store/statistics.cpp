// How large a home is, without counting millions.
#include <fmt/format.h>

#include <filesystem>

#include "framework/store/db.h"
#include "framework/store/epochs.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

std::int64_t number(const Db& db, const std::string& sql) {
  std::int64_t out = 0;
  db.rows(sql.c_str(), [&](Row r) { out = r.integer(0); });
  return out;
}

/// The rows of a table where they are few, else what `estimate` gives.
std::int64_t counted(const Db& db, const char* table, const std::string& estimate) {
  const std::int64_t rows =
      number(db, fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})", table, counted_exactly + 1));
  return rows <= counted_exactly ? rows : number(db, estimate);
}

/// A run's epochs, each with as many values as its first.
std::string by_first_epochs(const char* table) {
  return fmt::format(
      "SELECT sum({1} * (SELECT count(*) FROM {0} WHERE run = runs.id AND epoch = (SELECT min(epoch) FROM {0} WHERE "
      "run "
      "= runs.id))) FROM runs INDEXED BY runs_in_lists",
      table, recorded_epochs);
}

double size_of(const std::string& path) {
  std::error_code none;
  if (const auto size = fs::file_size(path, none); !none) return static_cast<double>(size);
  double out = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, none))
    if (entry.is_regular_file(none)) out += static_cast<double>(entry.file_size(none));
  return out;
}

}  // namespace

HomeStatistics Store::statistics() const {
  HomeStatistics out;
  out.runs = number(*db_, "SELECT count(*) FROM runs WHERE deleted = ''");
  out.deleted = number(*db_, "SELECT count(*) FROM runs WHERE deleted > ''");
  out.sweeps = number(*db_, "SELECT count(*) FROM sweeps");
  for (const char* table : {"metrics", "telemetry"}) out.epoch_values += counted(*db_, table, by_first_epochs(table));
  out.step_values = number(
      *db_, number(*db_, "SELECT coalesce(max(id), 0) FROM stretches") <= counted_exactly
                ? "SELECT coalesce(sum(count), 0) FROM stretches"
                : "SELECT CAST(max(id) * (SELECT avg(count) FROM (SELECT count FROM stretches ORDER BY id DESC LIMIT "
                  "10000)) AS INTEGER) FROM stretches");
  out.predictions = counted(*db_, "predictions", "SELECT sum(val_images + test_images) FROM runs");
  db_->rows("SELECT count(*), coalesce(sum(size), 0) FROM (SELECT max(size) AS size FROM artifacts GROUP BY sha256)",
            [&](Row r) { out.artifacts = r.integer(0), out.artifact_bytes = r.real(1); });
  out.database_bytes = size_of(home_ + "/xp.db");
  out.log_bytes = size_of(home_ + "/xp.db-wal");
  out.checkpoint_bytes = size_of(home_ + "/checkpoints");
  return out;
}

}  // namespace xp
