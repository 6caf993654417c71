// What can be said where no resample differs: all images were right, or all of a class wrong. A bootstrap would claim
// certainty.
#pragma once
#include <vector>

#include "framework/scores/intervals/interval.h"
#include "framework/scores/scalar.h"

namespace xp {

/// Values of `scalar` if ⌈z²⌉ more images had been judged (4 at 95 %; where images have groups, z² groups of their mean
/// size), all of one true class and all said with certainty to be of one class: [true class · classes + said]. Wilson's
/// limit for k of k right is that of z² wrong images added, k / (k + z²), which this rounds up. Empty for a score that
/// is a mean without bound or is biased (loss, brier, ece, adaptive_ece), and where all groups of a class are one.
std::vector<double> with_more_units(const Scalar& scalar, const Judged& judged, double confidence);

/// From the least to the largest of these; NaN where there are none.
Interval unvaried(const std::vector<double>& with_more);
/// Of the second less the first run, where both were shown the same additional images.
Interval unvaried(const std::vector<double>& first, const std::vector<double>& second, int classes);

}  // namespace xp
