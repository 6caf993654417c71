// By how much one run's score is above another's, pair by pair, around no difference.
#pragma once
#include "reports/charts/chart.h"
#include "reports/comparison/comparison.h"
#include "reports/comparison/folds.h"

namespace xp {

/// Of the score that the verdict rests on; those told apart in another colour than those that are not. Of pairs that
/// were compared fold by fold the difference in each fold as well. Pairs that are not comparable are left out.
Chart difference_chart(const Comparison& comparison, const EachFold& folds);

}  // namespace xp
