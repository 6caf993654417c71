// Images that were named on a command line, as a run's network takes them.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/images/batches.h"

namespace xp {

/// Decoded and transformed as the plan says, sample i being files[i], with the numbers that transforms took from the
/// training part, which the file of the run's weights holds. Throws Error with the list of what cannot be read: what is
/// asked for by name is never left out in silence. Throws Error for a plan on tiles.
Batches read_named(const Plan& plan, const std::string& weights, const std::vector<std::string>& files, int threads);

/// 0, 1, … in pieces of the plan's batch.
std::vector<std::vector<int>> in_plans_batches(const Plan& plan, std::size_t samples);

}  // namespace xp
