// The few scores that a run is quoted by.
#pragma once
#include "reports/scores/report.h"
#include "reports/table.h"

namespace xp {

/// Accuracy, balanced accuracy, macro F1, AUC, Matthews correlation and log loss of the part that was scored, with
/// intervals and where these come from; beside it what the kept epoch reached on the other part and in training, where
/// that is known (of a run of folds it is not one epoch's).
Table headline_table(const Record& record, const ScoreReport& report);

}  // namespace xp
