// What a probability is worth at every threshold: ROC and precision–recall curves, their areas, operating points.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/scores/judged.h"

namespace xp {

/// Above which an image is called positive (score >= threshold); the first of a curve is +infinity: none is.
struct Threshold {
  double threshold = 0;
  std::int64_t true_positives = 0, false_positives = 0;
};

/// Every threshold at which anything changes, from the strictest on.
struct Ranking {
  std::int64_t positives = 0, negatives = 0;
  std::vector<Threshold> thresholds;

  double sensitivity(const Threshold& t) const;  // true positives / positives, NaN without any
  double specificity(const Threshold& t) const;
  double precision(const Threshold& t) const;  // NaN where none is called positive
  /// Area under the ROC curve: ties count half. NaN where a side is empty.
  double auc() const;
  /// Σ (recall_i − recall_{i−1}) · precision_i. NaN without positives.
  double average_precision() const;
  /// The threshold with the largest sensitivity whose specificity is at least so much (the strictest of equals); and
  /// the other way round. Never fails: one of the two ends always meets it.
  Threshold at_specificity(double least) const;
  Threshold at_sensitivity(double least) const;
  /// The largest sensitivity + specificity − 1. Youden, Cancer 3 (1950).
  Threshold youden() const;
};

/// Of class `c` against the rest by its probability.
Ranking ranking(const Judged& judged, int c);
/// Of all (image, class) pairs together: "micro".
Ranking micro_ranking(const Judged& judged);

}  // namespace xp
