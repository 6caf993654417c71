// The migration by which steps, one value a row until then, became stretches, and by which runs got hashes and names
// that hold everywhere.
#include "framework/store/migrations.h"
#include "framework/store/stretch.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cmath>

namespace xp {

const char* const hashes_and_stretches = R"sql(
  ALTER TABLE runs ADD COLUMN uuid TEXT NOT NULL DEFAULT '';       -- its name in every home
  ALTER TABLE runs ADD COLUMN origin TEXT NOT NULL DEFAULT '';     -- of a run recorded elsewhere: 'run12 of spine.xprun'
  UPDATE runs SET uuid = lower(hex(randomblob(16)));
  CREATE UNIQUE INDEX runs_by_uuid ON runs (uuid);
  CREATE INDEX runs_in_lists ON runs (deleted, parent, chosen_epoch, status, epochs);   -- what lists ask of all: the plans lie between
  CREATE TABLE batch_hashes (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    first INTEGER NOT NULL,              -- step of the first batch; the others follow it
    hashes BLOB NOT NULL,                -- three little-endian 64-bit numbers a batch: order, pixels, loss
    PRIMARY KEY (run, first)
  ) WITHOUT ROWID;
  CREATE TABLE tensor_names (            -- from this epoch on, until another one has its own
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (run, epoch, place)
  ) WITHOUT ROWID;
  CREATE TABLE tensor_hashes (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    hashes BLOB NOT NULL,                -- one little-endian 64-bit number a tensor
    PRIMARY KEY (run, epoch)
  ) WITHOUT ROWID;

  ALTER TABLE metrics RENAME TO metrics_by_name;
  CREATE TABLE metrics (                 -- an epoch's values lie beside each other, as they are written
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    metric INTEGER NOT NULL REFERENCES metric_names,
    value REAL,
    PRIMARY KEY (run, epoch, metric)
  ) WITHOUT ROWID;
  INSERT INTO metrics SELECT run, epoch, metric, value FROM metrics_by_name ORDER BY run, epoch, metric;
  DROP TABLE metrics_by_name;
  ALTER TABLE telemetry RENAME TO telemetry_by_name;
  CREATE TABLE telemetry (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    metric INTEGER NOT NULL REFERENCES metric_names,
    value REAL,
    PRIMARY KEY (run, epoch, metric)
  ) WITHOUT ROWID;
  INSERT INTO telemetry SELECT run, epoch, metric, value FROM telemetry_by_name ORDER BY run, epoch, metric;
  DROP TABLE telemetry_by_name;
  CREATE TABLE rewritten (               -- what a value was before it was recorded again
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,                  -- 'metrics' or 'telemetry'
    epoch INTEGER NOT NULL,
    metric INTEGER NOT NULL REFERENCES metric_names,
    time INTEGER NOT NULL,               -- 1, 2, …: in the order of writing
    value REAL,
    replaced INTEGER NOT NULL DEFAULT 0, -- the attempt past whose checkpoint it lay; 0: none
    PRIMARY KEY (run, kind, epoch, metric, time)
  ) WITHOUT ROWID;

  CREATE TABLE stretches (               -- of a metric's steps; of a step's values the latest counts
    id INTEGER PRIMARY KEY,              -- in the order of writing
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    metric INTEGER NOT NULL REFERENCES metric_names,
    replaced INTEGER NOT NULL DEFAULT 0, -- the attempt past whose checkpoint it lay; 0: none, it counts
    first INTEGER NOT NULL,              -- least step
    last INTEGER NOT NULL,               -- greatest
    count INTEGER NOT NULL,
    stride INTEGER NOT NULL,             -- between steps; 0: they are listed and rise, -1: listed as they came
    steps BLOB,                          -- little-endian 64-bit integers, where listed
    "values" BLOB NOT NULL               -- little-endian doubles, NaN and ±inf as such
  );
  CREATE INDEX stretches_by_run ON stretches (run, metric);

  ALTER TABLE settings RENAME TO settings_without_nan;
  DROP INDEX settings_by_value;
  CREATE TABLE settings (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    place INTEGER NOT NULL,              -- order of display
    name TEXT NOT NULL,
    value,                               -- keeps its type; NULL is NaN
    is_bool INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, name)
  ) WITHOUT ROWID;
  INSERT INTO settings SELECT run, place, name, value, is_bool FROM settings_without_nan;
  DROP TABLE settings_without_nan;
  CREATE INDEX settings_by_value ON settings (name, value);
  ALTER TABLE environment RENAME TO environment_without_nan;
  CREATE TABLE environment (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    value,                               -- as a setting's
    is_bool INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, name)
  ) WITHOUT ROWID;
  INSERT INTO environment (run, place, name, value) SELECT run, place, name, value FROM environment_without_nan;
  DROP TABLE environment_without_nan;
)sql";
namespace {

/// One run's metric, of one attempt.
struct Curve {
  std::int64_t run = 0, metric = 0, replaced = 0;
  bool operator==(const Curve&) const = default;
};

void insert(SQLite::Database& db, const Curve& of, const Series& series) {
  if (series.empty()) return;
  const Stretch s = stretch(series);
  SQLite::Statement row(db,
                        "INSERT INTO stretches (run, metric, replaced, first, last, count, stride, steps, \"values\") "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  int at = 0;
  for (const std::int64_t v :
       {of.run, of.metric, of.replaced, s.first, s.last, std::int64_t(s.values.size()), s.stride})
    row.bind(++at, v);
  row.bind(++at);
  if (!s.steps.empty()) row.bind(at, s.steps.data(), static_cast<int>(s.steps.size() * sizeof(std::int64_t)));
  row.bind(++at, s.values.data(), static_cast<int>(s.values.size() * sizeof(double)));
  row.exec();
}

}  // namespace

void pack_steps(SQLite::Database& db) {
  {
    SQLite::Statement rows(db,
                           "SELECT run, metric, 0 AS attempt, step, value FROM steps UNION ALL SELECT run, metric, "
                           "attempt, at, value FROM replaced WHERE kind = 'steps' ORDER BY 1, 2, 3, 4");
    Curve curve;
    Series series;
    while (rows.executeStep()) {
      const Curve next{rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getInt64()};
      if (next != curve || series.size() == longest_stretch) insert(db, curve, series), series.clear();
      curve = next;
      series.push_back(
          {rows.getColumn(3).getInt64(), rows.getColumn(4).isNull() ? NAN : rows.getColumn(4).getDouble()});
    }
    insert(db, curve, series);
  }
  db.exec("DELETE FROM replaced WHERE kind = 'steps'; DROP TABLE steps");
}

}  // namespace xp
