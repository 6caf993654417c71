// Whether shares of several tests may be one and the same.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

namespace xp {

/// `right` of `n` images.
struct RightOf {
  std::int64_t right = 0, n = 0;
};

/// Of tests on different images, were each right as often as all of them together.
struct OneRate {
  double sd = std::numeric_limits<double>::quiet_NaN();  // of their shares, by chance: √(mean of rate (1 − rate) / n)
  double p = 1;  // of shares at least as far apart: chi-square of homogeneity, tests − 1 degrees of freedom
};
/// NaN and 1 for fewer than two tests with an image; p = 1 where all are right or all wrong. Pearson, "On the criterion
/// that a given system of deviations …", Philosophical Magazine 50 (1900).
OneRate one_rate(const std::vector<RightOf>& tests);

}  // namespace xp
