// The curves of a run's folds, and their mean.
#pragma once
#include <vector>

#include "reports/charts/chart.h"
#include "reports/pages/material.h"

namespace xp {

/// At each epoch over those that have it, the others having stopped before; NaN counts as not having it.
struct FoldCurve {
  Series mean, least, most;
  std::int64_t all = 0;  // up to this epoch every one of them has a value
};
FoldCurve over(const std::vector<const Series*>& folds);
/// The curves of that metric, of the parts that are folds and not controls.
std::vector<const Series*> fold_curves(const std::vector<Record>& parts, const std::string& metric);

/// Loss and accuracy: validation of each fold, the mean over them, and training as its mean within its range.
std::vector<Chart> fold_charts(const Material& run);

}  // namespace xp
