// How the updates of a network went, epoch by epoch: rates, spikes, units that died.
#pragma once
#include <string>
#include <vector>

#include "reports/charts/chart.h"
#include "reports/pages/material.h"

namespace xp {

/// Rate, batches whose loss leapt, dead ReLUs: those that move, or are not 0.
std::vector<Chart> update_charts(const Material& run);
/// "The learning rate was 0.001 in every epoch.", where it did not move; else nothing.
std::string constant_rate(const Record& record);

}  // namespace xp
