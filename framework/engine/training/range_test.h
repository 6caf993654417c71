// The learning-rate range test of `xp find-rate`.
#pragma once
#include <functional>
#include <vector>

#include "framework/engine/engine.h"

namespace xp {

/// See Engine::try_rates.
std::vector<RateTried> rates_tried(const Plan& plan, const Placement& placement, const RateRange& range,
                                   const std::function<bool()>& stop);

}  // namespace xp
