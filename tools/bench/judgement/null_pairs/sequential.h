// The verdict of `xp compare`, with no more draws than it takes.
#pragma once
#include <vector>

#include "framework/scores/resampling/resampled.h"

namespace xp::bench {

/// Of each scalar, whether any two of the runs are told apart by it: the same answer as told_apart() of compared.h.
/// Randomisation ends as soon as its p cannot fall below 5 % any more (Besag and Clifford, Biometrika 78, 1991), and
/// the bootstrap is drawn only where it did: the larger of both is what counts. Images without groups.
std::vector<bool> told_apart_sequentially(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars,
                                          int draws, std::uint64_t seed);

}  // namespace xp::bench
