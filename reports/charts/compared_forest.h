// The scores of several runs under each other, each with its interval.
#pragma once
#include <string>
#include <vector>

#include "reports/charts/chart.h"
#include "reports/comparison/comparison.h"
#include "reports/comparison/folds.h"

namespace xp {

/// One chart a score, that which the verdict rests on first, then in the comparison's order; a line a run, coloured by
/// its place. `labels`: of the runs, each once. None where nothing was compared: these scores are of different images.
std::vector<Chart> score_forests(const Comparison& comparison, const std::vector<std::string>& labels);
/// The score that the verdict rests on, in each fold that any run has.
Chart fold_chart(const Comparison& comparison, const EachFold& folds, const std::vector<std::string>& labels);

}  // namespace xp
