// From resamples of a value to an interval for it.
#pragma once
#include <vector>

#include "framework/scores/intervals/interval.h"

namespace xp {

/// A value, as it was seen, as each resample has it (NaN where it was undefined there), and `without`: as it is without
/// one unit, for every unit in each stratum of more than one.
struct Resamples {
  double value = 0;
  std::vector<double> drawn;
  std::vector<std::vector<double>> without;
};

/// How fast the standard error changes with the value: Σ_h n_h⁻³ Σ l³ / (6 (Σ_h n_h⁻² Σ l²)^1.5) over strata h, with
/// the jackknife's influences l = (n_h − 1)(mean of those without one − the one). 0 where nothing varies.
double acceleration(const std::vector<std::vector<double>>& without);

struct Bca {
  Interval interval;
  /// Two-sided, of "the value is 0": one less the confidence of the widest BCa interval that leaves out 0, with (1 + k)
  /// / (1 + R) for the share of resamples on the other side of 0, so that it is never 0.
  double p = 1;
};

/// BCa: Efron, "Better bootstrap confidence intervals", JASA 82 (1987); for strata: Davison and Hinkley, "Bootstrap
/// Methods and their Application" (1997), 5.3. Resamples that tie with the value count half as below it. The interval
/// is NaN and p 1 where the value or more than one of ten resamples is undefined.
Bca bca(Resamples resamples, double confidence);
/// Whether every resample is the value itself, but for undefined ones (at most one of ten): then a bootstrap knows
/// nothing.
bool constant(const Resamples& resamples);

}  // namespace xp
