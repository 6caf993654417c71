// A plan whose split stands for all of its folds at once, such as k_fold with fold = 0, and the plans of these folds.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/plan.h"

namespace xp {

struct Fold {
  std::string role;  // "fold 2", "repeat 2", "source Bern"
  Plan plan;
};

/// Empty for a plan that stands alone.
std::vector<Fold> folds(const Plan& plan);
/// The plan itself where it stands alone.
Plan first_fold(const Plan& plan);

/// The parts of the first fold, or of a plan that stands alone. Throws Error, as `divided` does, where any fold cannot
/// be.
Division checked_division(const Plan& plan, const Listing& data);

}  // namespace xp
