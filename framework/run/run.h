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
  bool strict = false;  // refuses to train where the audit finds a leak
};

struct Ran {
  std::int64_t id = 0;
  Status status = Status::finished;
  std::string reason;
  bool refused = false;  // by `strict`
};

/// What a plan asks for with so many threads, not resolved.
Placement wish(const Plan& plan, int threads, const std::string& precision = "");

/// Audits the data, records what it found, and runs one plan to its end, whatever that is: data that cannot be used and
/// a loss that is no number make it FAILED, Ctrl-C and `xp stop` make it KILLED; what was learned until then is stored.
/// Throws Error only when the store itself cannot be written, after marking the run FAILED where that is still possible.
Ran run(const Plan& plan, const Circumstances& circumstances, Engine& engine, Store& store, Progress& progress);

}  // namespace xp
