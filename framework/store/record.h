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
  std::vector<Artifact> artifacts;
  std::vector<Source> sources;
  Settings environment;  // {"cpu", "…"}, {"threads", 2}, {"libtorch", "1.13.1"}
};

/// "run12".
inline std::string run_name(std::int64_t id) { return "run" + std::to_string(id); }

}  // namespace xp
