// Scores with their intervals under each other.
#pragma once
#include "reports/charts/chart.h"
#include "reports/scores/report.h"

namespace xp {

/// Accuracy, balanced accuracy, and the recall of each class; of more than 20 classes the 20 with the lowest. Where
/// images share groups, intervals are by group.
Chart score_forest(const ScoreReport& report);

}  // namespace xp
