#include "framework/scores/resampling/bca.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>

namespace xp {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double quantile(double share) { return boost::math::quantile(boost::math::normal(), share); }
double below(double z) { return boost::math::cdf(boost::math::normal(), z); }

/// Equal but for rounding: different ways of adding the same counts differ in the last digits.
bool same(double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b)); }

/// For an interval: more than one of ten.
bool too_many(std::size_t undefined, std::size_t resamples) { return 10 * undefined > resamples; }

/// Between order statistics, as numpy.percentile; reorders `values`.
double percentile(std::vector<double>& values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto index = static_cast<std::ptrdiff_t>(place);
  const auto at = values.begin() + index;
  std::nth_element(values.begin(), at, values.end());
  if (at + 1 == values.end()) return *at;
  return *at + (place - static_cast<double>(index)) * (*std::min_element(at + 1, values.end()) - *at);
}

/// Two-sided, of 0. `tail`: share of resamples on the far side of 0.
double p_of_zero(double tail, bool value_above, double bias, double a) {
  const double w = quantile(value_above ? tail : 1 - tail) - bias;
  const double z = 1 + a * w > 0 ? w / (1 + a * w) - bias : w - bias;
  return std::min(1.0, 2 * below(value_above ? z : -z));
}

}  // namespace

double acceleration(const std::vector<std::vector<double>>& without) {
  double cubes = 0, squares = 0;
  for (const std::vector<double>& stratum : without) {
    double sum = 0, defined = 0;
    for (const double t : stratum)
      if (!std::isnan(t)) sum += t, ++defined;
    if (defined < 2) continue;
    const double n = static_cast<double>(stratum.size()), mean = sum / defined;
    for (const double t : stratum) {
      if (std::isnan(t)) continue;
      const double influence = (n - 1) / n * (mean - t);
      squares += influence * influence, cubes += influence * influence * influence;
    }
  }
  return squares > 1e-30 ? cubes / (6 * squares * std::sqrt(squares)) : 0;
}

bool constant(const Resamples& resamples) {
  std::size_t undefined = 0;
  for (const double v : resamples.drawn) {
    if (!std::isnan(v) && !same(v, resamples.value)) return false;
    undefined += std::isnan(v);
  }
  return !too_many(undefined, resamples.drawn.size());
}

Bca bca(Resamples resamples, double confidence) {
  std::vector<double>& drawn = resamples.drawn;
  const std::size_t all = drawn.size();
  drawn.erase(std::remove_if(drawn.begin(), drawn.end(), [](double v) { return std::isnan(v); }), drawn.end());
  if (std::isnan(resamples.value) || drawn.empty() || too_many(all - drawn.size(), all)) return {{nan, nan}, 1};
  double less = 0, beyond = 0;
  for (const double v : drawn) {
    less += same(v, resamples.value) ? 0.5 : v < resamples.value;
    beyond += resamples.value > 0 ? v <= 0 || same(v, 0) : v >= 0 || same(v, 0);
  }
  const double n = static_cast<double>(drawn.size());
  const double bias = quantile(std::clamp(less / n, 0.5 / n, 1 - 0.5 / n));
  const double a = acceleration(resamples.without);
  const auto limit = [&](double share) {
    const double w = bias + quantile(share);
    return percentile(drawn, 1 - a * w > 0 ? below(bias + w / (1 - a * w)) : share < 0.5 ? 0 : 1);
  };
  Bca out;
  if (resamples.value != 0) out.p = p_of_zero(std::min(1 + beyond, n) / (1 + n), resamples.value > 0, bias, a);
  out.interval = {limit((1 - confidence) / 2), limit((1 + confidence) / 2)};
  return out;
}

}  // namespace xp
