// What one class against the rest amounts to at each of many thresholds: all of them on the same resamples, in one
// pass.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/scores/figure.h"
#include "framework/scores/resampling/resampled.h"

namespace xp {

/// Where every image whose probability of the class is at least `threshold` is called positive.
struct AtThreshold {
  double threshold = 0;
  std::int64_t true_positives = 0, false_positives = 0, false_negatives = 0, true_negatives = 0;
  Figure sensitivity, specificity, precision;
  Figure negative_precision;  // of those called negative, how many are (negative predictive value)
  Figure accuracy;            // of positive against negative
};

/// One for each of `thresholds`, in their order. Intervals are Wilson's or, where images share groups, those that
/// resampled() gives for two classes, from the same draws. `judged` has probabilities.
std::vector<AtThreshold> at_thresholds(const Judged& judged, int positive, const std::vector<double>& thresholds,
                                       const Bootstrap& bootstrap = {});

}  // namespace xp
