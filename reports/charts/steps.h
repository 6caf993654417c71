// What was recorded of every batch, on the axis of the epochs.
#pragma once
#include <vector>

#include "reports/charts/chart.h"
#include "reports/pages/material.h"

namespace xp {

/// Batches in an epoch, by how many were recorded in how many epochs; 0: not known. A run that was stopped within an
/// epoch recorded more than its epochs had.
double steps_per_epoch(const Record& record, const Series& steps);

/// The epoch into which the curves or the batches of a run reach: where the axis of its charts ends.
double end_of(const Material& run);

/// The median of each of at most `stretches` equal stretches, at its middle, without what is not finite.
Series medians(const Series& series, std::size_t stretches);

/// That many points of one metric are drawn of one run, and in one chart; of more, those with the extremes.
inline constexpr std::size_t points_of_run = 20'000, points_of_chart = 100'000;

/// Adds the objective of each batch under the curves of a chart over epochs, as a layer that appears where little of
/// the axis is in view; at once where there are too few epochs for curves. Whether there are such points.
bool add_objective(Chart& chart, const Material& run);

/// The objective of each batch, and the norm of each update's gradients beside its mean in each epoch.
std::vector<Chart> step_charts(const Material& run);
/// The objectives of several runs; no chart where none recorded them. The colour of a run is its place.
std::vector<Chart> step_charts(const std::vector<Material>& runs, const std::vector<std::string>& names);

}  // namespace xp
