// Reading a run's curves: where they end, how noisy they are, where they turn. No value here is ever made up: what was
// not recorded is NaN.
#pragma once
#include <limits>
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
double median(std::vector<double> values);  // of one at least
/// Without what is NaN or infinite.
Series finite(const Series& series);
/// The first point that is NaN or infinite; 0 when all are finite.
std::int64_t first_not_finite(const Series& series);
/// Running median over `span` points (odd), shorter at both ends; non-finite points are left out.
Series smoothed(const Series& series, int span = 5);
/// Standard deviation of the noise from first differences: median |difference| / (0.6745 √2), so a trend or a few
/// spikes hardly move it. 0 for fewer than 4 finite points.
double noise(const Series& series);

/// Where a loss stopped falling for good: the lowest point of the falling and then rising curve that fits its logarithm
/// best (unimodal regression: two isotonic ones, by pooling adjacent violators). A loss that falls below 0 is fitted
/// itself.
struct Turn {
  std::int64_t lowest = 0;  // epoch
  std::int64_t since = 0;   // the one after it, where the loss rose from there; 0: it did not turn
  double low = std::numeric_limits<double>::quiet_NaN();  // level around the lowest
  double end = low;                                       // the curve's end_level
};
/// The rise must clear `share` of the minimum and three times the noise of a running median.
Turn turn(const Series& loss, double share);

/// Share by which a loss falls within a fifth of its epochs, at the pace of the last `fifths` of them (at least 4
/// epochs): 1 − exp(slope of its logarithm), by Theil's median of pairwise slopes (1950). 0 where it does not fall,
/// NaN for fewer than 4 epochs and for a loss below 0.
double fall(const Series& loss, int fifths = 2);
/// What a loss would still fall by within one fifth of its epochs more, in its own unit: the pace of its last two
/// fifths (Theil's), slackening on as it has since the two before. 0 where it does not fall, NaN for fewer than 8
/// epochs.
double still_to_fall(const Series& loss);
/// Change an epoch over the last half of the epochs, by the same median. NaN for fewer than 4.
double trend(const Series& series);
/// The epoch from which on counts are more frequent than before: the likeliest change of a Poisson rate; 0: none.
std::int64_t quickens(const Series& counts);
/// The epoch from which on a curve is farther from its running median than before: the likeliest change of a normal
/// scale, which is `least` at least.
std::int64_t widens(const Series& series, double least);

/// b − a at the epochs that both have; both in the order of their epochs.
Series difference(const Series& a, const Series& b);

}  // namespace xp
