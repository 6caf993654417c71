// What each test says of two runs.
#pragma once
#include <vector>

#include "framework/scores/resampling/resampled.h"

namespace xp::bench {

/// p of one test alone, of another, and of the one that a verdict rests on; NaN where a score is undefined.
struct Verdict {
  double first, second, final;
};

/// accuracy: McNemar's mid-p, exact McNemar of single images, and exact McNemar (by group, where there are groups).
/// auc: DeLong, randomisation (computed where DeLong finds something; else 1), and the larger.
/// Any other: bootstrap, randomisation, and the larger.
struct Verdicts {
  std::vector<Scalar> scalars;
  std::vector<std::vector<Verdict>> of_pairs;  // [pair, as Resampled::pair][scalar]
};
Verdicts verdicts(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, int draws, std::uint64_t seed);

}  // namespace xp::bench
