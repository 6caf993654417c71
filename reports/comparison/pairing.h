// Two runs beside each other: on which images exactly one of them is right, by what they differ, and by which test.
#pragma once
#include <string>
#include <vector>

#include "reports/comparison/comparison.h"
#include "reports/comparison/scoring.h"
#include "reports/comparison/shared.h"

namespace xp {

inline constexpr double significant = 0.05;

/// Two of the records. Without a shared test, and without folds that pair, they are not comparable, and the obstacle
/// says why. p is not corrected yet. `by`: which of the scalars the verdict rests on.
Pair pair_up(const std::vector<Record>& records, std::size_t first, std::size_t second, const Shared& shared,
             const Scoring& scoring, std::size_t by, const Comparing& comparing);

}  // namespace xp
