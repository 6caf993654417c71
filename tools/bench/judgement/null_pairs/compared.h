// The verdict as `xp compare` reaches it.
#pragma once
#include <vector>

#include "framework/scores/resampling/resampled.h"

namespace xp::bench {

/// Of each scalar, whether compare() tells any two of the runs apart by it.
std::vector<bool> told_apart(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, int draws,
                             std::uint64_t seed);

}  // namespace xp::bench
