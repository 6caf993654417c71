// How a network learned, epoch by epoch.
#pragma once
#include <string>
#include <vector>

#include "reports/charts/chart.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/pages/material.h"

namespace xp {

/// Loss and accuracy of training and validation with the gap between them, the kept epoch, the one after which training
/// stopped and the onset of overfitting; then the other scores of validation. Of a run of folds the curves of its folds
/// and their mean. Those without a point are left out.
std::vector<Chart> learning_charts(const Material& run, const Diagnosis& diagnosis);

/// Of several runs loss and accuracy with a dot at the epoch that was kept, the gap between training and validation,
/// and what was minimised batch by batch. The colour of a run is its place; of runs of folds the mean over the folds
/// is drawn. Runs that train nothing have no curves.
std::vector<Chart> learning_charts(const std::vector<Material>& runs);

}  // namespace xp
