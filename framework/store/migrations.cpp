#include "framework/store/migrations.h"

namespace xp {

// Conventions: times are UTC text; a REAL that is NULL is NaN (SQLite keeps ±inf, and turns NaN into NULL);
// probabilities are little-endian doubles, one a class.
const std::vector<Migration>& migrations() {
  static const std::vector<Migration> all{
      {"the house", R"sql(
        CREATE TABLE splits (
          id INTEGER PRIMARY KEY,
          hash TEXT NOT NULL UNIQUE            -- of everything below: runs of a seed sweep share one row
        );
        CREATE TABLE split_classes (
          split INTEGER NOT NULL REFERENCES splits ON DELETE CASCADE,
          label INTEGER NOT NULL,
          name TEXT NOT NULL,
          PRIMARY KEY (split, label)
        ) WITHOUT ROWID;
        CREATE TABLE split_samples (
          split INTEGER NOT NULL REFERENCES splits ON DELETE CASCADE,
          sample INTEGER NOT NULL,             -- index in the dataset's order
          name TEXT NOT NULL,
          label INTEGER NOT NULL,
          part INTEGER NOT NULL,               -- 0 train, 1 validation, 2 test
          grp TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          PRIMARY KEY (split, sample)
        ) WITHOUT ROWID;

        CREATE TABLE runs (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          experiment TEXT NOT NULL,
          title TEXT NOT NULL,
          name TEXT NOT NULL DEFAULT '',
          status TEXT NOT NULL CHECK (status IN ('SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED')),
          reason TEXT NOT NULL DEFAULT '',
          plan TEXT NOT NULL,                  -- canonical JSON
          identity TEXT NOT NULL,
          fingerprint TEXT NOT NULL,
          epochs INTEGER NOT NULL DEFAULT 0,
          epochs_planned INTEGER NOT NULL,
          chosen_epoch INTEGER NOT NULL DEFAULT 0,
          val_images INTEGER NOT NULL DEFAULT 0,    -- by which the epoch was chosen
          test_images INTEGER NOT NULL DEFAULT 0,   -- that were scored
          split INTEGER REFERENCES splits,
          rerun_of INTEGER REFERENCES runs ON DELETE SET NULL,
          note TEXT NOT NULL DEFAULT '',
          created TEXT NOT NULL, started TEXT NOT NULL DEFAULT '', ended TEXT NOT NULL DEFAULT '',
          deleted TEXT NOT NULL DEFAULT '',
          stop_requested INTEGER NOT NULL DEFAULT 0,
          pid INTEGER NOT NULL DEFAULT 0, process_start INTEGER NOT NULL DEFAULT 0, boot TEXT NOT NULL DEFAULT '', host TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX runs_by_identity ON runs (identity);

        CREATE TABLE settings (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          place INTEGER NOT NULL,              -- order of display
          name TEXT NOT NULL,
          value NOT NULL,                      -- keeps its type
          is_bool INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY (run, name)
        ) WITHOUT ROWID;
        CREATE INDEX settings_by_value ON settings (name, value);

        CREATE TABLE metric_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE metrics (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          metric INTEGER NOT NULL REFERENCES metric_names,
          epoch INTEGER NOT NULL,
          value REAL,
          PRIMARY KEY (run, metric, epoch)
        ) WITHOUT ROWID;
        CREATE TABLE telemetry (               -- time, speed, memory: never compared
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          metric INTEGER NOT NULL REFERENCES metric_names,
          epoch INTEGER NOT NULL,
          value REAL,
          PRIMARY KEY (run, metric, epoch)
        ) WITHOUT ROWID;
        CREATE TABLE steps (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          metric INTEGER NOT NULL REFERENCES metric_names,
          step INTEGER NOT NULL,
          value REAL,
          PRIMARY KEY (run, metric, step)
        ) WITHOUT ROWID;

        CREATE TABLE predictions (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          part INTEGER NOT NULL,
          sample INTEGER NOT NULL,
          label INTEGER NOT NULL,
          probabilities BLOB NOT NULL,
          PRIMARY KEY (run, part, sample)
        ) WITHOUT ROWID;

        CREATE TABLE artifacts (               -- content lies in artifacts/ab/abcd…, by its SHA-256
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          name TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          size INTEGER NOT NULL,
          PRIMARY KEY (run, name)
        ) WITHOUT ROWID;
        CREATE INDEX artifacts_by_content ON artifacts (sha256);

        CREATE TABLE source_texts (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE sources (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          place INTEGER NOT NULL,
          path TEXT NOT NULL,
          sha256 TEXT NOT NULL REFERENCES source_texts,
          PRIMARY KEY (run, place)
        ) WITHOUT ROWID;
        CREATE TABLE environment (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          place INTEGER NOT NULL,
          name TEXT NOT NULL,
          value NOT NULL,
          PRIMARY KEY (run, name)
        ) WITHOUT ROWID;
        CREATE TABLE skipped (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          name TEXT NOT NULL,
          PRIMARY KEY (run, name)
        ) WITHOUT ROWID;
        CREATE TABLE tags (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          tag TEXT NOT NULL,
          PRIMARY KEY (run, tag)
        ) WITHOUT ROWID;
      )sql"},
      {"remarks", R"sql(
        CREATE TABLE remarks (                 -- on the weights that the run started from
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          place INTEGER NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (run, place)
        ) WITHOUT ROWID;
      )sql"},
      {"findings", R"sql(
        CREATE TABLE findings (                -- of the data's audit, worst first
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          place INTEGER NOT NULL,
          grade INTEGER NOT NULL,              -- 0 note, 1 risk, 2 leak
          name TEXT NOT NULL,
          sentence TEXT NOT NULL,
          advice TEXT NOT NULL,
          PRIMARY KEY (run, place)
        ) WITHOUT ROWID;
        CREATE TABLE finding_samples (         -- that a finding names
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          finding INTEGER NOT NULL,
          place INTEGER NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (run, finding, place)
        ) WITHOUT ROWID;
      )sql"},
      {"children, attempts and sweeps", R"sql(
        CREATE TABLE sweeps (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          experiment TEXT NOT NULL,
          title TEXT NOT NULL DEFAULT '',
          name TEXT NOT NULL DEFAULT '',
          hash TEXT NOT NULL,                  -- of its plans and its search: the same command finds it again
          search TEXT NOT NULL,                -- JSON: grid, random, halving, and what they need
          status TEXT NOT NULL,                -- as a run's
          reason TEXT NOT NULL DEFAULT '',
          created TEXT NOT NULL, ended TEXT NOT NULL DEFAULT '',
          pid INTEGER NOT NULL DEFAULT 0, process_start INTEGER NOT NULL DEFAULT 0, boot TEXT NOT NULL DEFAULT '', host TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX sweeps_by_hash ON sweeps (hash);
        CREATE TABLE trials (                  -- what is to be run; its runs are those that name it
          sweep INTEGER NOT NULL REFERENCES sweeps ON DELETE CASCADE,
          place INTEGER NOT NULL,              -- order of running
          plan TEXT NOT NULL,
          identity TEXT NOT NULL,
          parent INTEGER REFERENCES runs ON DELETE SET NULL,
          after INTEGER,                       -- the place of the trial whose run is the parent instead
          role TEXT NOT NULL DEFAULT '',
          run INTEGER REFERENCES runs ON DELETE SET NULL,   -- of an earlier sweep, which is not run again
          PRIMARY KEY (sweep, place)
        ) WITHOUT ROWID;

        ALTER TABLE runs ADD COLUMN parent INTEGER REFERENCES runs ON DELETE CASCADE;   -- folds and controls have one
        ALTER TABLE runs ADD COLUMN role TEXT NOT NULL DEFAULT '';                      -- 'fold 2', 'control majority'
        ALTER TABLE runs ADD COLUMN sweep INTEGER REFERENCES sweeps ON DELETE SET NULL;
        ALTER TABLE runs ADD COLUMN place INTEGER;                                      -- the trial that it is
        ALTER TABLE runs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;                 -- how often it was begun or resumed
        CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;
        CREATE INDEX runs_by_trial ON runs (sweep, place) WHERE sweep IS NOT NULL;

        CREATE TABLE attempts (                -- that ended short, once the run was resumed
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          attempt INTEGER NOT NULL,
          started TEXT NOT NULL, ended TEXT NOT NULL,
          reason TEXT NOT NULL,
          epoch INTEGER NOT NULL,              -- the checkpoint from which the next attempt went on: epochs that had ended
          step INTEGER NOT NULL,               -- and batches
          PRIMARY KEY (run, attempt)
        ) WITHOUT ROWID;
        CREATE TABLE replaced (                -- the history past that checkpoint
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
          attempt INTEGER NOT NULL,
          kind TEXT NOT NULL,                  -- 'metrics', 'telemetry' or 'steps'
          metric INTEGER NOT NULL REFERENCES metric_names,
          at INTEGER NOT NULL,                 -- epoch or step
          value REAL,
          PRIMARY KEY (run, attempt, kind, metric, at)
        ) WITHOUT ROWID;
      )sql"},
      {"paused runs", R"sql(
        ALTER TABLE runs ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;   -- FINISHED only so far, before its last epoch
        UPDATE runs SET paused = 1 WHERE status = 'FINISHED' AND epochs < epochs_planned
          AND (reason LIKE 'paused after epoch %' OR reason LIKE 'stopped by successive halving after epoch %');
      )sql"},
      {"a sweep's terms", R"sql(
        ALTER TABLE sweeps ADD COLUMN strict INTEGER NOT NULL DEFAULT 0;     -- as it was run last
        ALTER TABLE sweeps ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
      )sql"},
      {"hashes of what was computed, and runs that travel", hashes_and_stretches, pack_steps},
      {"what names a run is found without reading all", R"sql(
        CREATE INDEX runs_by_original ON runs (rerun_of) WHERE rerun_of IS NOT NULL;
        CREATE INDEX runs_by_split ON runs (split) WHERE split IS NOT NULL;
        CREATE INDEX trials_by_parent ON trials (parent) WHERE parent IS NOT NULL;
        CREATE INDEX trials_by_run ON trials (run) WHERE run IS NOT NULL;
        CREATE INDEX sources_by_text ON sources (sha256);
        UPDATE sweeps SET hash = 'elsewhere ' || hash   -- they came before that word did
          WHERE hash NOT LIKE 'elsewhere %' AND id IN (SELECT sweep FROM runs WHERE origin <> '');
      )sql"},
  };
  return all;
}

}  // namespace xp
