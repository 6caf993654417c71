// Scores that need more of an image than its place in the confusion matrix.
#pragma once
#include <functional>
#include <vector>

#include "framework/scores/resampling/lanes.h"
#include "framework/scores/scalar.h"

namespace xp {

struct ImageScore {
  /// Of images drawn so many `times`, `all` in all.
  std::function<Lanes<double>(const std::vector<Times>& times, const Lanes<std::int32_t>& all)> drawn;
  /// Without each image in turn, the others counting once.
  std::function<std::vector<double>()> one_less;
};

/// `times` will be of judged.predictions[order[i]]. What is not known by a shorter way is computed by value_of,
/// resample by resample.
ImageScore image_score(const Scalar& scalar, const Judged& judged, const std::vector<int>& order);

}  // namespace xp
