// From an experiment to its plans.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/experiment.h"
#include "framework/plan/plan.h"

namespace xp {

/// What the command line adds to an experiment.
struct Overrides {
  Settings set = {};   // "model" = "resnet", "model.depth" = 18, "seed" = 3: replaces, and collapses the axis
  bool quick = false;  // the experiment's own .quick({…}) first
  // Class folders to read instead; a dataset that is made of another's images, such as tiles, is made of these.
  std::string folder = {};
  int trials = 0;  // of a search that draws, instead of the experiment's own; 0: as it says
};

/// Every combination of choices and axes, the last axis fastest, or what the experiment's search draws of them, in the
/// order of the draws: never the same plan twice, and fewer than asked for where there are no more. Validated: every
/// plugin made, every network measured, every dataset listed. Throws Error naming what is wrong before anything runs,
/// also when there is no plan at all.
std::vector<Plan> expand(const Experiment& experiment, const std::string& name, const Overrides& overrides);

/// How the experiment goes through its plans. Throws Error where `trials` is given and nothing is drawn.
Search search_of(const Experiment& experiment, const Overrides& overrides);

/// "model.depth=50" → {"model.depth", 50}. Throws Error when there is no "=".
Setting parse_setting(const std::string& text);

}  // namespace xp
