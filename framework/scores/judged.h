// What was said of the images of one test: what every score, interval and test is computed from.
#pragma once
#include <vector>

#include "framework/scores/prediction.h"

namespace xp {

/// No probability is NaN, and every label and probability row fits `classes`.
struct Judged {
  int classes = 0;
  std::vector<Prediction> predictions = {};
  /// Of each prediction, whose image it is (a patient, a parent image): images of one group are not independent. Empty:
  /// each stands alone.
  std::vector<int> groups = {};
  /// Whether it is known how sure each answer was. Where it is not (another tool named classes, and nothing else), a
  /// row is 1 at the class that was named: what rests on probabilities (loss, AUC, Brier, calibration) is undefined.
  bool probabilistic = true;

  int images() const { return static_cast<int>(predictions.size()); }
  /// Whether two images share a group, so that counting them as independent would be wrong.
  bool grouped() const;
};

/// One prediction a group: the mean of what was said of its images, under the first of them. Groups whose images have
/// different truths are left out; `torn` counts them. The result has no groups.
Judged by_group(const Judged& judged, int* torn = nullptr);

}  // namespace xp
