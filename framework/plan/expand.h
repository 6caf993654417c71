// From an experiment to its plans.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/experiment.h"
#include "framework/plan/plan.h"

namespace xp {

/// What the command line adds to an experiment.
struct Overrides {
  Settings set;        // "model" = "resnet", "model.depth" = 18, "seed" = 3: replaces, and collapses the axis
  bool quick = false;  // the experiment's own .quick({…}) first
};

/// Every combination of choices and axes, the last axis fastest, validated: every plugin made, every network measured,
/// every dataset listed. Throws Error naming what is wrong before anything runs, also when there is no plan at all.
std::vector<Plan> expand(const Experiment& experiment, const std::string& name, const Overrides& overrides);

/// "model.depth=50" → {"model.depth", 50}. Throws Error when there is no "=".
Setting parse_setting(const std::string& text);

}  // namespace xp
