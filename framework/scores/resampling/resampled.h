// How far scores would move had other images been drawn: the bootstrap, for several runs that judged the same images.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "framework/scores/figure.h"
#include "framework/scores/scalar.h"

namespace xp {

/// Where results are kept by their content. Both may be empty functions: nothing is kept.
struct Memo {
  std::function<std::optional<std::string>(const std::string& key)> recall = {};
  std::function<void(const std::string& key, const std::string& value)> keep = {};
};

struct Bootstrap {
  int resamples = 10000;  // 0: no interval that would need them
  std::uint64_t seed = 1;
  double confidence = 0.95;
  int threads = 0;  // 0: as many as there are cores. The result does not depend on it
};

struct Resampled {
  std::vector<Scalar> scalars;
  std::vector<std::vector<Interval>> intervals;  // [run][scalar]
  /// [pair][scalar], pairs in the order (0, 1), (0, 2), …, (1, 2), …: of the second less the first, on the same draws.
  std::vector<std::vector<Interval>> differences;
  std::vector<std::vector<double>> p;  // [pair][scalar], two-sided, of "no difference"
  static std::size_t pair(std::size_t first, std::size_t second, std::size_t runs);
};

/// auc and micro_auc: what DeLong's method answers at once (delong.h), with no resample.
bool is_area(const Scalar& scalar);

/// Bias-corrected and accelerated (BCa) intervals, images drawn within their true class (stratified), or whole groups
/// where the images have them, within groups of one class alike; areas by DeLong. `runs` (at least one) hold the same
/// images in the same order, with the same labels and groups. An interval is NaN where the score is undefined, or was
/// in more than one of ten resamples; where all resamples agree it is wider than they are (resampling/unvaried.h). p of
/// a difference belongs to its interval: it is below 5 % where the 95 % interval leaves out 0, and never 0; NaN where
/// the difference is. Efron, "Better bootstrap confidence intervals", JASA 82 (1987); Davison and Hinkley, "Bootstrap
/// Methods and their Application" (1997), 5.3 for strata.
Resampled resampled(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars,
                    const Bootstrap& bootstrap = {}, const Memo& memo = {});

}  // namespace xp
