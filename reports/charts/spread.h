// How far folds and controls lie apart.
#pragma once
#include "framework/store/record.h"
#include "reports/charts/chart.h"

namespace xp {

/// A row a score, a dot a fold's test, and mean ± standard deviation beside them. Without points where no fold was
/// tested.
Chart fold_chart(const Record& record);
/// A row for the network and one for each control: balanced accuracy of the test, a dot a run, mean ± standard
/// deviation where there are several. Without points where there is no control.
Chart control_chart(const Record& record);

}  // namespace xp
