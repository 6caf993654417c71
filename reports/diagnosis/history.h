// Reading a run's curves: where they end, how noisy they are, where they turn. No value here is ever made up: what was
// not recorded is NaN.
#pragma once
#include <string>

#include "framework/store/record.h"

namespace xp {

/// The named curve; an empty one when the run has none.
const Series& curve(const Record& record, const std::string& name);
/// The value at that epoch; NaN when there is none.
double value_at(const Series& series, std::int64_t epoch);
/// The last finite value; NaN when there is none.
double last_finite(const Series& series);
/// Median of the last five finite values, of three or one where there are fewer, so that it is a value that occurred:
/// where the curve ended, less the jitter of one epoch. NaN when there is none.
double end_level(const Series& series);
/// The first point that is NaN or infinite; 0 when all are finite.
std::int64_t first_not_finite(const Series& series);
/// Running median over `span` points (odd), shorter at both ends; non-finite points are left out.
Series smoothed(const Series& series, int span = 5);
/// Standard deviation of the noise from first differences: median |difference| / (0.6745 √2), so a trend or a few
/// spikes hardly move it. 0 for fewer than 4 finite points.
double noise(const Series& series);

/// Where a loss stopped falling for good.
struct Turn {
  std::int64_t lowest = 0;  // epoch of the smoothed minimum
  std::int64_t since = 0;   // first epoch of the rise that never returned; 0: it did not turn
  double low = 0, end = 0;  // smoothed minimum, and the curve's end_level
};
/// The rise must clear `share` of the minimum and three times the noise of the smoothed curve.
Turn turn(const Series& loss, double share);

/// b − a at the epochs that both have.
Series difference(const Series& a, const Series& b);

}  // namespace xp
