// A sweep's trials against what was varied. Only validation scores: that of the test is told of the choice alone.
#pragma once
#include <vector>

#include "reports/charts/chart.h"
#include "reports/sweep.h"

namespace xp {

/// One line a trial with a score, through every setting that varies, to its score. Its last column labels the lines and
/// has no axis.
ParallelChart parallel_chart(const SweepResult& sweep);
/// Score against each setting that varies, the most important first: dots over numbers, along a log axis where they
/// spread over decades; where the setting is no number, dots beside each other with the middle half of them as a bar.
std::vector<Chart> setting_charts(const SweepResult& sweep);
/// Shares of the variance, and what chance would give. Nothing is drawn where importance says nothing.
Chart importance_chart(const SweepResult& sweep);

}  // namespace xp
