// What a threshold trades for what.
#pragma once
#include "reports/charts/chart.h"
#include "reports/scores/explored.h"

namespace xp {

/// Sensitivity, specificity and precision over the threshold, with the operating points marked.
Chart threshold_chart(const Explored& explored, const OneClass& one);

}  // namespace xp
