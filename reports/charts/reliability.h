// Whether answers are right as often as they claim.
#pragma once
#include "reports/charts/chart.h"
#include "reports/scores/report.h"

namespace xp {

/// Accuracy over mean confidence, a dot for each bin that holds an image; with 95 % intervals (Wilson) only where
/// images stand each alone. Nothing is drawn without probabilities.
Chart reliability_chart(const ScoreReport& report);
/// Images in each of the ten bins, right ones below wrong ones.
Chart confidence_chart(const ScoreReport& report);

}  // namespace xp
