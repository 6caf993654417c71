// What chance alone gives: the yardsticks for "better than guessing" and for "its confidence is off".
#pragma once
#include <cstdint>
#include <limits>

#include "framework/scores/confusion.h"
#include "framework/scores/judged.h"

namespace xp {

/// Balanced accuracy where what was said has nothing to do with the truth: the answers as they are, dealt to the images
/// anew. Mean and standard deviation are exact; `z` is how many of the latter the seen one lies above the mean: 0 where
/// one class alone was said or is there. From the moments of cells under the hypergeometric distribution: with n images
/// of which a are of class i and b are said to be of it, E = ab/n and Var = ab(n−a)(n−b)/(n²(n−1)); two diagonal cells
/// have Cov = a a' b b'/(n²(n−1)). Lehmann, "Nonparametrics" (1975), appendix A.
struct Guessed {
  double mean = std::numeric_limits<double>::quiet_NaN(), sd = mean, seen = mean;
  double z = 0;
};
Guessed guessed(const Confusion& confusion);

/// The expected calibration error that probabilities which are right would show on as many images: in each draw, the
/// class that is thought likeliest is the true one with just that probability. Bröcker and Smith, "Increasing the
/// reliability of reliability diagrams", Weather and Forecasting 22 (2007): consistency resampling.
/// Of images in groups, whole groups are right together (the widest spread that is possible).
struct CalibrationByChance {
  double seen = std::numeric_limits<double>::quiet_NaN(), mean = seen;  // ECE, ten bins of equal width
  double p = 1;                                                         // (1 + draws at least as far off) / (1 + draws)
};
/// All NaN without probabilities; `draws` is lowered to 2 000 000 / images, but not below 200.
CalibrationByChance calibration_by_chance(const Judged& judged, int draws = 1000, std::uint64_t seed = 1);

}  // namespace xp
