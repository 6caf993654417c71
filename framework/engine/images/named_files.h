// Images that were named on a command line, as a run's network takes them.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/images/batches.h"

namespace xp {

/// Decoded and transformed as the plan says, with the numbers that transforms took from the training part, which the
/// file of the run's weights holds. Sample i is files[i] or, of a plan on tiles, one of the parts_of_an_image: those of
/// the first file, then those of the next. Throws Error with the list of what cannot be read: what is asked for by name
/// is never left out in silence.
Batches read_named(const Plan& plan, const std::string& weights, const std::vector<std::string>& files, int threads);

/// The samples of so many images, as `read_named` numbers them, in pieces of the plan's batch or less; an image's parts
/// stay in one, which may be larger for that.
std::vector<std::vector<int>> in_plans_batches(const Plan& plan, std::size_t images);

}  // namespace xp
