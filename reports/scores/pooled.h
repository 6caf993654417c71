// Scores of folds side by side: averaged over them, and of all their images together.
#pragma once
#include <string>
#include <vector>

#include "reports/scores/report.h"
#include "reports/table.h"

namespace xp {

/// One line a score that is recorded every epoch: mean over folds with its interval and standard deviation, and the
/// score of all test images together with its own. Where the folds' tests share images, nothing is pooled.
Table pooled_table(const ScoreReport& report);
/// What the two kinds mean, a sentence each.
std::vector<std::string> pooled_sentences(const ScoreReport& report);

}  // namespace xp
