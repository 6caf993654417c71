// How a sweep's best score grew.
#pragma once
#include <vector>

#include "reports/charts/chart.h"
#include "reports/sweep.h"

namespace xp {

/// The best validation score among the trials that had ended, over their number and over the training that they took.
/// Trials of before, which stand for one, come first and took nothing. Empty with fewer than two.
std::vector<Chart> best_so_far(const SweepResult& sweep);

}  // namespace xp
