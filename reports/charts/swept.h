// Trials of a sweep as columns of a chart.
#pragma once
#include <string>
#include <vector>

#include "reports/charts/chart.h"
#include "reports/sweep.h"

namespace xp {

/// Those that have a score to draw, best first.
std::vector<const SweptTrial*> drawn(const SweepResult& sweep);
/// "trial 12 · run45"
std::string label_of(const SweptTrial& trial);
/// "val/loss (nats)"
std::string score_axis(const SweepResult& sweep);

/// A setting's values, and the axis that suits them: numbers where every trial that has the setting has a number, on a
/// log axis where they are positive and spread over decades (seeds never); else words.
struct Along {
  Axis axis;
  ChartColumn column;
  bool numeric() const { return column.words.empty(); }
};
Along along(const std::vector<const SweptTrial*>& trials, const std::string& setting, const std::string& called);

}  // namespace xp
