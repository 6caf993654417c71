// A score with what its images can say of it.
#pragma once
#include <cstdint>
#include <limits>

#include "framework/scores/intervals/interval.h"

namespace xp {

/// Where an interval comes from.
enum class Method { none, wilson, delong, bootstrap, cluster_bootstrap, folds };
/// "Wilson", "DeLong", "BCa bootstrap", "BCa bootstrap by group", "t over folds"; "" for none.
const char* name(Method method);

/// `value` is NaN where the score is undefined: a class without a sample, an AUC without both sides. `interval` is then
/// NaN on both sides, and so it is where none was computed (`method` none).
struct Figure {
  double value = std::numeric_limits<double>::quiet_NaN();
  Interval interval{value, value};
  Method method = Method::none;
  std::int64_t right = 0, n = 0;  // of a rate; n = 0: it is none
};

}  // namespace xp
