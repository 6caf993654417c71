#include "framework/scores/intervals/interval.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>

namespace xp {
namespace {

double two_sided_z(double confidence) { return boost::math::quantile(boost::math::normal(), 0.5 + confidence / 2); }

/// Tango's score for the hypothesis that the difference is `delta`; falls as `delta` grows.
double tango_score(double b, double c, double n, double delta) {
  const double beta = -b - c + (2 * n - b + c) * delta, gamma = -c * delta * (1 - delta);
  const double second_only = (std::sqrt(std::max(0.0, beta * beta - 8 * n * gamma)) - beta) / (4 * n);
  const double variance = n * (2 * second_only + delta * (1 - delta));
  const double distance = b - c - n * delta;
  return variance > 0 ? distance / std::sqrt(variance) : std::copysign(INFINITY, distance);
}

}  // namespace

Interval wilson(std::int64_t k, std::int64_t n, double confidence) {
  assert(0 <= k && k <= n);
  if (n == 0) return {0, 1};
  const double z = two_sided_z(confidence), hits = static_cast<double>(k), all = static_cast<double>(n);
  const double middle = hits + z * z / 2, half = z * std::sqrt(hits * (all - hits) / all + z * z / 4);
  return {k == 0 ? 0 : (middle - half) / (all + z * z), k == n ? 1 : (middle + half) / (all + z * z)};
}

double mcnemar_exact(std::int64_t b, std::int64_t c) {
  if (b == c) return 1;
  const boost::math::binomial coin(static_cast<double>(b + c), 0.5);
  return std::min(1.0, 2 * boost::math::cdf(coin, static_cast<double>(std::min(b, c))));
}

double mcnemar_mid_p(std::int64_t b, std::int64_t c) {
  if (b == c) return 1;
  const boost::math::binomial coin(static_cast<double>(b + c), 0.5);
  return mcnemar_exact(b, c) - boost::math::pdf(coin, static_cast<double>(std::min(b, c)));
}

int smallest_significant_flips(double alpha) {
  assert(alpha > 0);
  int flips = 1;
  while (mcnemar_exact(flips, 0) >= alpha) ++flips;
  return flips;
}

Interval paired_difference(std::int64_t b, std::int64_t c, std::int64_t n, double confidence) {
  assert(b >= 0 && c >= 0 && b + c <= n);
  if (n == 0) return {-1, 1};
  const double z = two_sided_z(confidence), estimate = static_cast<double>(b - c) / static_cast<double>(n);
  // Bisection between `inside`, where the score is within ±z, and `outside`, the end of the scale.
  const auto limit = [&](double inside, double outside, double wanted) {
    for (int i = 0; i < 60; ++i) {
      const double middle = (inside + outside) / 2;
      const double score = tango_score(static_cast<double>(b), static_cast<double>(c), static_cast<double>(n), middle);
      (std::abs(score) <= wanted ? inside : outside) = middle;
    }
    return inside;
  };
  return {limit(estimate, -1, z), limit(estimate, 1, z)};
}

}  // namespace xp
