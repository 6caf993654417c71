// Sixteen resamples side by side: how often each image was drawn in each of them, and sums over images for all at once.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace xp {

constexpr int lanes = 16;
/// Of one image. That it be drawn more than 255 times has a probability below 1e-500.
using Times = std::array<std::uint8_t, lanes>;
template <class T>
using Lanes = std::array<T, lanes>;

/// The Philox blocks (first, 0, resample, 0) to (first + 15, 0, resample, 0): the first words of all, then the second
/// words, and so on.
using PhiloxBlocks = std::array<std::uint32_t, 64>;
PhiloxBlocks philox_blocks(std::uint32_t first, std::uint32_t resample, std::array<std::uint32_t, 2> key);

Lanes<std::int32_t> total(const Times* begin, const Times* end);
/// Σ times · value, of as many images as there are values.
Lanes<double> weighted_sum(const Times* times, const std::vector<double>& values);
/// Σ over bins of |Σ times · value|; `bin`: of each image.
Lanes<double> absolute_sum(const Times* times, const std::vector<double>& values, const std::vector<std::uint8_t>& bin);

/// Images from the highest score down. Those of a step are told apart by nothing that matters: their negatives stand
/// first (up to `negatives`), then their positives (up to `end`), both places in `images`.
struct Steps {
  struct Step {
    int negatives, end;
  };
  std::vector<int> images;
  std::vector<Step> steps;
};
/// Σ over steps of positives · precision, over positives; NaN where no positive was drawn.
Lanes<double> average_precision(const Times* times, const Steps& steps);

/// Images from the lowest confidence up, cut where the confidence rises.
struct Ascending {
  std::vector<int> images;
  std::vector<double> values;  // of each, right − confidence
  std::vector<char> first;     // of each, whether it is the first of its confidence
};
/// Σ over ten bins of like many images of |Σ times · value|: adaptive_bins() of what was drawn. `drawn`: images in all.
Lanes<double> adaptive_absolute_sum(const Times* times, const Ascending& ascending, const Lanes<std::int32_t>& drawn);

}  // namespace xp
