// What probabilities are worth at every threshold: ROC and precision–recall curves, each class against the rest.
#pragma once
#include "framework/scores/judged.h"
#include "reports/charts/chart.h"
#include "reports/scores/report.h"

namespace xp {

/// Of the positive class where there is one, else of every class that has both sides; of more than eight the eight with
/// the least area. Nothing is drawn without probabilities. A curve goes through at most some 400 of its points.
/// `judged`: what `report` was made from.
Chart roc_chart(const Judged& judged, const ScoreReport& report);
Chart precision_recall_chart(const Judged& judged, const ScoreReport& report);

/// The classes that the charts draw.
std::vector<int> ranked_classes(const Judged& judged, const ScoreReport& report);

}  // namespace xp
