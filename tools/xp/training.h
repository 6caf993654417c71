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

/// --threads, --device.
const std::vector<Option>& placement_options();
Placement placement(const Arguments& args);

class Training {
 public:
  Training(Context& context, std::size_t plans);

  void name_sources(const std::vector<SourceFile>& sources);
  void reruns(std::int64_t original) { circumstances_.rerun_of = original; }
  /// `distinction` tells this plan from its siblings; may be empty.
  Ran train(const Plan& plan, const std::string& distinction);
  /// Prints the summary and the next command; the exit code of the whole.
  Exit conclude(std::size_t planned);

 private:
  Context& context_;
  Circumstances circumstances_;
  std::unique_ptr<Progress> progress_;
  std::vector<Ran> ran_;
};

}  // namespace xp
