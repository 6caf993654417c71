#include "framework/scores/resampling/one_less.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace xp {
namespace {

/// By place in steps.images.
struct ByPlace {
  double all = 0;
  std::vector<double> less;
};

/// Without a negative, every step from its own on calls one fewer; without a positive, also one fewer is right.
ByPlace by_place(const Steps& steps) {
  const std::size_t n = steps.steps.size();
  std::vector<double> gained(n), right(n), called(n), above(n + 1), negative_less(n + 1), positive_less(n + 1);
  int begin = 0;
  double positives = 0;
  for (std::size_t s = 0; s < n; ++s) {
    const auto [negatives, end] = steps.steps[s];
    gained[s] = end - negatives, positives += gained[s];
    right[s] = positives, called[s] = end;
    above[s + 1] = above[s] + gained[s] * right[s] / called[s];
    begin = end;
  }
  for (std::size_t s = n; s-- > 0;) {
    const double fewer = std::max(1.0, called[s] - 1);
    negative_less[s] = negative_less[s + 1] + gained[s] * right[s] / fewer;
    positive_less[s] = positive_less[s + 1] + gained[s] * (right[s] - 1) / fewer;
  }
  ByPlace out{above[n] / positives, {}};
  begin = 0;
  for (std::size_t s = 0; s < n; ++s) {
    const auto [negatives, end] = steps.steps[s];
    const double own = (gained[s] - 1) * (right[s] - 1) / std::max(1.0, called[s] - 1);
    const double without_positive = positives > 1 ? (above[s] + own + positive_less[s + 1]) / (positives - 1)
                                                  : std::numeric_limits<double>::quiet_NaN();
    out.less.insert(out.less.end(), static_cast<std::size_t>(negatives - begin),
                    (above[s] + negative_less[s]) / positives);
    out.less.insert(out.less.end(), static_cast<std::size_t>(end - negatives), without_positive);
    begin = end;
  }
  out.less.resize(steps.images.size(), out.all);  // negatives below every positive
  return out;
}

}  // namespace

std::vector<double> mean_with_one_less(const std::vector<double>& values) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  std::vector<double> out;
  for (const double value : values) out.push_back((sum - value) / static_cast<double>(values.size() - 1));
  return out;
}

std::vector<double> absolute_mean_with_one_less(const std::vector<double>& values,
                                                const std::vector<std::uint8_t>& bin) {
  std::vector<double> sums(256), out;
  for (std::size_t i = 0; i < values.size(); ++i) sums[bin[i]] += values[i];
  double all = 0;
  for (const double sum : sums) all += std::abs(sum);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double own = sums[bin[i]];
    out.push_back((all - std::abs(own) + std::abs(own - values[i])) / static_cast<double>(values.size() - 1));
  }
  return out;
}

std::vector<double> adaptive_mean_with_one_less(const Ascending& ascending) {
  const std::size_t n = ascending.images.size();
  std::vector<std::uint8_t> bin(n);
  for (std::size_t i = 0; i < n; ++i) bin[i] = ascending.first[i] ? static_cast<std::uint8_t>(10 * i / n) : bin[i - 1];
  const std::vector<double> by_place = absolute_mean_with_one_less(ascending.values, bin);
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i) out[static_cast<std::size_t>(ascending.images[i])] = by_place[i];
  return out;
}

std::vector<double> average_precision_with_one_less(const Steps& steps) {
  const ByPlace places = by_place(steps);
  std::vector<double> out(places.less.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[static_cast<std::size_t>(steps.images[i])] = places.less[i];
  return out;
}

std::vector<double> average_precision_with_pairs_less(const Steps& steps, std::size_t images) {
  const ByPlace places = by_place(steps);
  std::vector<double> out(images, places.all);
  for (std::size_t i = 0; i < places.less.size(); ++i)
    out[static_cast<std::size_t>(steps.images[i])] += places.less[i] - places.all;
  return out;
}

}  // namespace xp
