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

/// Every threshold at which anything changes, from the strictest on; images of equal score change together.
struct Ranking {
  std::int64_t positives = 0, negatives = 0;
  std::vector<Threshold> thresholds;

  double sensitivity(const Threshold& t) const;  // true positives / positives, NaN without any
  double specificity(const Threshold& t) const;
  double precision(const Threshold& t) const;  // NaN where none is called positive
  /// Area under the ROC curve: ties count half. NaN where a side is empty. Hanley and McNeil, "The meaning and use of
  /// the area under a receiver operating characteristic (ROC) curve", Radiology 143 (1982).
  double auc() const;
  /// Σ (recall_i − recall_{i−1}) · precision_i. NaN without positives.
  double average_precision() const;
  /// The threshold with the largest sensitivity whose specificity is at least so much (the strictest of equals); and
  /// the other way round. Where a side is empty: the strictest threshold, none being better.
  Threshold at_specificity(double least) const;
  Threshold at_sensitivity(double least) const;
  /// The largest sensitivity + specificity − 1 (the strictest of equals). Youden, "Index for rating diagnostic tests",
  /// Cancer 3 (1950).
  Threshold youden() const;
};

/// Of class `c` against the rest by its probability.
Ranking ranking(const std::vector<Prediction>& predictions, int c);
/// Of all (image, class) pairs together: "micro".
Ranking micro_ranking(const std::vector<Prediction>& predictions);

inline Ranking ranking(const Judged& judged, int c) { return ranking(judged.predictions, c); }
inline Ranking micro_ranking(const Judged& judged) { return micro_ranking(judged.predictions); }

/// Mean over the classes for which it is defined, each against the rest; NaN where it is for none.
double macro_auc(const std::vector<Prediction>& predictions, int classes);
double macro_average_precision(const std::vector<Prediction>& predictions, int classes);

}  // namespace xp
