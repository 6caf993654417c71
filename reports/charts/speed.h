// What each epoch took: time, throughput, memory.
#pragma once
#include <vector>

#include "reports/charts/chart.h"
#include "reports/pages/material.h"

namespace xp {

/// Seconds of learning and of waiting for images, images a second, and memory, as far as they were recorded over more
/// than one epoch; a mark where the run was resumed.
std::vector<Chart> speed_charts(const Material& run);

}  // namespace xp
