// What `run` and `rerun` share: plans trained one after the other, and what is said at the end.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "framework/plan/compile.h"
#include "framework/run/run.h"
#include "tools/xp/progress.h"
#include "tools/xp/verb.h"

namespace xp {

/// --threads, --device, --precision.
const std::vector<Option>& placement_options();
/// What --device and --precision say as settings: train.device, train.precision.
Settings placement_settings(const Arguments& args);
/// What was asked for, else every core, the CPU and fp32.
Placement placement(const Arguments& args);
Placement placement(const Arguments& args, const Placement& otherwise);

class Training {
 public:
  /// With several plans, --name NAME makes them NAME-1, NAME-2, …
  Training(Context& context, std::size_t plans, int threads);

  /// Computes in this whatever `auto` would be here.
  void pin(const std::string& precision) { circumstances_.precision = precision; }
  void name_sources(const std::vector<SourceFile>& sources);
  void tag(const std::string& tag);
  void strict() { circumstances_.strict = true; }
  Circumstances& circumstances() { return circumstances_; }
  void reruns(std::int64_t original) { circumstances_.rerun_of = original; }
  /// `distinction` tells this plan from its siblings; may be empty.
  Ran train(const Plan& plan, const std::string& distinction);
  /// Goes on with a run that ended short.
  Ran resume(std::int64_t run);
  /// Prints the summary and the next command; the exit code of the whole.
  Exit conclude(std::size_t planned);
  Exit exit(std::size_t planned) const;

 private:
  Ran told(const Ran& done);

  Context& context_;
  std::size_t plans_;
  Circumstances circumstances_;
  std::unique_ptr<Progress> progress_;
  std::vector<Ran> ran_;
};

}  // namespace xp
