// Plan + Engine + Store → Record.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/engine.h"
#include "framework/store/store.h"

namespace xp {

/// What a person sees while a plan runs; every function may do nothing.
struct Progress {
  virtual ~Progress() = default;
  virtual void begins(std::int64_t, const Plan&) {}
  virtual void prepared(const Prepared&) {}
  virtual void audited(const Audit&) {}
  virtual void step(const StepReport&) {}
  virtual void epoch(const Epoch&, const Metrics& /*telemetry*/) {}
  /// Something else has to happen first: a sentence on what is waited for.
  virtual void waits(const std::string& /*for_what*/) {}
  virtual void ends(std::int64_t, Status, const std::string& /*reason*/) {}
};

/// What is recorded beside a plan.
struct Circumstances {
  int threads = 1;
  std::string precision;  // what a rerun computes in, whatever `auto` would be here; empty: as the plan says
  std::string name, note;
  std::vector<std::string> tags;
  std::vector<Source> sources;
  Settings environment;
  std::string diff;  // uncommitted changes of the experiment's repository
  std::int64_t rerun_of = 0;
  std::int64_t parent = 0;  // with its role
  std::string role;
  std::int64_t sweep = 0;  // with the place of the trial
  int place = 0;
  bool strict = false;             // refuses to train where the audit finds a leak
  bool pictures = false;           // at the end: thumbnails and heat maps of the test images
  int until = 0;                   // pauses after this epoch
  double checkpoint_minutes = 10;  // between checkpoints within an epoch
  int keep_every = 0;              // epochs whose checkpoints are kept; 0: none but the last
  double disk_wait_minutes = 60;   // for room on a full disk
  bool durable = false;            // checkpoints survive a loss of power too; so does what a Store records that is told
  bool trace = false;              // keeps every tensor of every batch, as hashes, and the first of them whole
  bool require_clean = false;      // refuses to begin where the experiment's repository has uncommitted changes
};

struct Ran {
  std::int64_t id = 0;
  Status status = Status::finished;
  std::string reason;
  bool refused = false;  // by `strict`
  bool paused = false;   // by `until`, before the plan's last epoch
};

/// What a plan asks for with so many threads, not resolved.
Placement wish(const Plan& plan, int threads, const std::string& precision = "");

/// Audits the data, records what it found, and runs one plan to its end, whatever that is: data that cannot be used and
/// a loss that is no number make it FAILED, Ctrl-C and `xp stop` make it KILLED; what was learned until then is stored.
/// Throws Error only when the store itself cannot be written, after marking the run FAILED where that is still
/// possible.
Ran run(const Plan& plan, const Circumstances& circumstances, Engine& engine, Store& store, Progress& progress);

}  // namespace xp
