// What all charts over epochs share: their axis, which lets them zoom together, and the marks of a run.
#pragma once
#include <string>
#include <vector>

#include "reports/charts/chart.h"

namespace xp {

/// The last epoch that any curve of the record has; 0: none has one.
double last_epoch(const Record& record);
/// From 0, where the first epoch begins, to `last`; belongs to the group "learning".
Chart epoch_chart(const std::string& id, const std::string& title, double last, const Axis& y);

/// The epoch that was kept, the one after which training ended before it was to, and `onset`, where overfitting set in
/// (0: it did not). Those of one epoch are one mark.
std::vector<Mark> marks_of(const RunRow& run, int onset);

/// Adds a layer over the column "epoch", where the series has a finite point: a line, or a dot where it is one point.
/// Returns it for what else it is to be; nullptr where nothing was added. All columns of the chart so far are over
/// epochs: those of batches come last.
Layer* add_curve(Chart& chart, const std::string& name, const Series& points, int colour, Shape shape = Shape::line);
/// The column of that name; nullptr where there is none.
const ChartColumn* column_of(const Chart& chart, const std::string& name);

/// The colours that parts have in every chart of one run.
namespace part_colour {
inline constexpr int training = 0, validation = 1, judged_again = 2, test = 3;
}

}  // namespace xp
