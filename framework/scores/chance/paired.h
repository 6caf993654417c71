// Whether runs that judged the same images differ, beyond what chance does to images.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/scores/scalar.h"

namespace xp {

/// McNemar's exact test where images come in groups: `differences` is, of each group, by how many images more the
/// second run is right than the first; under "both are equally good" each group's sign is as likely as the other.
/// Exact, by convolution; where every group is one image it is mcnemar_exact.
double mcnemar_by_group(const std::vector<int>& differences);

/// Whether several runs are right equally often: `right[run][image]`. p by the chi-square limit; 1 where no image tells
/// any two apart. Cochran, "The comparison of percentages in matched samples", Biometrika 37 (1950).
struct CochranQ {
  double q = 0;
  int degrees = 0;  // runs − 1
  double p = 1;
};
CochranQ cochran_q(const std::vector<std::vector<bool>>& right);

/// Two-sided p of "it does not matter which run said what": in each draw the two answers to an image (to all images of
/// a group) change places with probability 1/2; (1 + as large a difference) / (1 + draws). Exact, but for the finite
/// draws, for any score; a draw whose score is undefined counts as large. Of two runs that judged the same images in
/// the same order, with the same groups. NaN where the score is undefined. Fisher, "The Design of Experiments" (1935);
/// Edgington and Onghena, "Randomization Tests" (2007).
double randomisation(const Scalar& scalar, const Judged& first, const Judged& second, int draws = 10000,
                     std::uint64_t seed = 1);
/// Of several scores, on the same draws: the same numbers in less time.
std::vector<double> randomisations(const std::vector<Scalar>& scalars, const Judged& first, const Judged& second,
                                   int draws = 10000, std::uint64_t seed = 1);

}  // namespace xp
