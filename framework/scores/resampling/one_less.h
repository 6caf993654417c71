// Scores without one image, for every image at once: the jackknife, by what is left of sums.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/scores/resampling/lanes.h"

namespace xp {

std::vector<double> mean_with_one_less(const std::vector<double>& values);
/// Of Σ over bins |Σ values| / images.
std::vector<double> absolute_mean_with_one_less(const std::vector<double>& values,
                                                const std::vector<std::uint8_t>& bin);
/// The same in adaptive bins, which stay where they are.
std::vector<double> adaptive_mean_with_one_less(const Ascending& ascending);
std::vector<double> average_precision_with_one_less(const Steps& steps);
/// Where an image has several places in `steps`: the sum of what its places do alone.
std::vector<double> average_precision_with_pairs_less(const Steps& steps, std::size_t images);

}  // namespace xp
