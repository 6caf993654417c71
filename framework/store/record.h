// What the store remembers of a run, as plain data. Reports are pure functions of these.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "framework/base/value.h"
#include "framework/data/audit.h"
#include "framework/data/sample.h"
#include "framework/scores/prediction.h"

namespace xp {

enum class Status { scheduled, running, finished, failed, killed };
/// "SCHEDULED", "RUNNING", "FINISHED", "FAILED", "KILLED".
const char* name(Status status);

/// Times are UTC, "2026-11-20T09:24:00.123Z"; empty: not yet.
struct RunRow {
  std::int64_t id = 0;
  std::string experiment;  // the file's stem
  std::string title;       // the experiment's question; may be empty
  std::string name;        // given by the user; may be empty
  Status status = Status::scheduled;
  std::string reason;       // why it FAILED or was KILLED, or stopped early
  std::string identity;     // SHA-256 of what can change the result
  std::string fingerprint;  // of the data
  std::string created, started, ended, deleted;
  int epochs = 0;  // recorded so far
  int epochs_planned = 0;
  int chosen_epoch = 0;  // whose weights were kept and tested; 0: none
  int val_images = 0;    // judged with those weights
  int test_images = 0;   // scored, once, with those weights; 0: never tested
  std::int64_t rerun_of = 0;
  std::int64_t parent = 0;  // of a fold or a control; 0: stands alone
  std::string role;         // of a child: "fold 2", "control majority"
  std::int64_t sweep = 0;   // whose trial it is; 0: none
  int place = 0;            // of the trial
  int attempt = 1;          // 2 once it was resumed
  bool paused = false;      // FINISHED only so far: before its last epoch, as it was told
  std::string uuid;         // its name in all stores: 32 hex digits
  std::string origin;       // where it was recorded if not here: "run12 of spine.xprun"
  std::string note;
  std::vector<std::string> tags;
};

struct Point {
  std::int64_t at = 0;  // epoch from 1, or step from 1
  double value = 0;     // NaN and ±inf as such
};
using Series = std::vector<Point>;

struct StoredSample {
  std::string name;
  int label = 0;
  Part part = Part::train;
  std::string group, sha256;
};

struct Artifact {
  std::string name;  // "weights.safetensors"
  std::string sha256;
  std::int64_t size = 0;
};

struct Source {
  std::string path, sha256, text;
};

/// A metric of which values were recorded again, for an epoch or step that had one: the latest counts.
struct Rewritten {
  std::string metric;
  std::int64_t times = 0;
};

/// Of a run that was resumed: what ended short, and how far the checkpoint was from which it went on.
struct Attempt {
  int number = 1;
  std::string started, ended;  // ended is empty where its process died
  std::string reason;
  int epoch = 0;          // that had ended
  std::int64_t step = 0;  // batches learned from in all
};

/// A run that is a part of another one.
struct Child {
  std::int64_t run = 0;
  std::string role;  // "fold 2", "control majority", "control majority, fold 2"
  Status status = Status::scheduled;
  int chosen_epoch = 0, test_images = 0;
  std::map<std::string, double> scores;  // of its chosen epoch: "test/accuracy"; of its last: "train/accuracy"
  bool is_control() const { return role.starts_with("control "); }
};

/// One run, whole.
struct Record {
  RunRow run;
  std::string plan;   // canonical JSON
  Settings settings;  // flattened: {"model", "xception"}, {"model.dropout", 0.2}
  std::vector<std::string> classes;
  std::map<std::string, Series> metrics;     // per epoch: "train/loss", "val/accuracy"; "test/…" at the chosen epoch
  std::map<std::string, Series> telemetry;   // per epoch, never compared: "seconds", "images_per_second", "rss_mib"
  std::vector<StoredSample> samples;         // of all parts, in the dataset's order
  std::vector<std::string> skipped;          // names of files left out as unreadable
  std::vector<std::string> remarks;          // on the weights that it started from, and on the split
  std::vector<Audit::Finding> findings;      // of the data's audit, worst first
  std::vector<Prediction> validation, test;  // with the chosen weights; empty when never scored
  /// Of each role the latest run, folds first. A run of folds (setting split.folds) holds what its folds said of the
  /// test, where no image is in two tests: each by the network that had not seen it; and in epoch 0 of `metrics` the
  /// mean of each score over the folds, "test/accuracy", and its standard deviation (n − 1), "test/accuracy_sd".
  std::vector<Child> children;
  std::vector<Artifact> artifacts;
  std::vector<Source> sources;
  std::vector<Attempt> attempts = {};  // that ended short
  std::vector<Rewritten> rewritten = {};
  Settings environment;  // {"cpu", "…"}, {"threads", 2}, {"libtorch", "1.13.1"}
};

/// Made from another tool's results (setting "imported"): without a plan, a network, or anything to run again.
inline bool is_imported(const Record& record) { return find(record.settings, "imported") != nullptr; }

/// "run12".
inline std::string run_name(std::int64_t id) { return "run" + std::to_string(id); }

}  // namespace xp
