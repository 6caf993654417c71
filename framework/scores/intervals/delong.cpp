#include "framework/scores/intervals/delong.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <set>

namespace xp {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double two_sided_z(double confidence) { return boost::math::quantile(boost::math::normal(), 0.5 + confidence / 2); }

/// How many independent images, or groups, have class `c` (`positive`) or another one.
int independent(const Judged& judged, int c, bool positive) {
  std::set<int> seen;
  int alone = 0;
  for (std::size_t i = 0; i < judged.predictions.size(); ++i)
    if ((judged.predictions[i].label == c) == positive) {
      ++alone;
      if (!judged.groups.empty()) seen.insert(judged.groups[i]);
    }
  return judged.groups.empty() ? alone : static_cast<int>(seen.size());
}

double area_of(const Judged& judged, int c) { return auc_components(judged, c).area; }

/// Where DeLong's variance is 0 or undefined. Of the macro average: the mean of the classes' limits, which is wider
/// than it need be, for not all classes are at their limits at once.
Interval without_variance(const Judged& judged, double area, int c, double confidence) {
  if (c >= 0) return newcombe_auc(area, independent(judged, c, true), independent(judged, c, false), confidence);
  if (c == micro_average) {
    const int all = independent(judged, -1, false);
    return newcombe_auc(area, all, all, confidence);
  }
  Interval mean{0, 0};
  int defined = 0;
  for (int k = 0; k < judged.classes; ++k) {
    const double one = area_of(judged, k);
    if (std::isnan(one)) continue;
    const Interval limits = without_variance(judged, one, k, confidence);
    mean.low += limits.low, mean.high += limits.high, ++defined;
  }
  return {mean.low / defined, mean.high / defined};
}

/// Rounding leaves 1e-33 where nothing varies.
bool varies(double variance) { return variance > 1e-20; }

}  // namespace

Interval newcombe_auc(double area, int positives, int negatives, double confidence) {
  const double m = positives, n = negatives, half = (m + n) / 2 - 1, z = two_sided_z(confidence);
  const auto outside = [&](double theta) {
    const double variance =
        theta * (1 - theta) * (1 + half * (1 - theta) / (2 - theta) + half * theta / (1 + theta)) / (m * n);
    return (theta - area) * (theta - area) > z * z * variance;
  };
  const auto limit = [&](double inner, double outer) {
    for (int i = 0; i < 60; ++i) {
      const double middle = (inner + outer) / 2;
      (outside(middle) ? outer : inner) = middle;
    }
    return inner;
  };
  return {area <= 0 ? 0 : limit(area, 0), area >= 1 ? 1 : limit(area, 1)};
}

Figure auc(const Judged& judged, const AucComponents& components, int c, double confidence) {
  Figure out{components.area, {nan, nan}, Method::none};
  if (std::isnan(out.value)) return out;
  out.method = Method::delong;
  const double squared = variance(components);
  if (!varies(squared)) {
    out.interval = without_variance(judged, out.value, c, confidence);
    return out;
  }
  const double middle = std::log(out.value / (1 - out.value));
  const double reach = two_sided_z(confidence) * std::sqrt(squared) / (out.value * (1 - out.value));
  out.interval = {1 / (1 + std::exp(reach - middle)), 1 / (1 + std::exp(-reach - middle))};
  return out;
}

Figure auc(const Judged& judged, int c, double confidence) {
  return auc(judged, auc_components(judged, c), c, confidence);
}

AucDifference auc_difference(const Judged& judged, const AucComponents& first, const AucComponents& second, int c,
                             double confidence) {
  AucDifference out{second.area - first.area, {nan, nan}};
  if (std::isnan(out.difference)) return out;
  AucComponents both = second;
  for (std::size_t i = 0; i < both.share.size(); ++i) both.share[i] -= first.share[i];
  const double z = two_sided_z(confidence), squared = variance(both);
  double error = std::sqrt(squared);
  if (varies(squared)) {
    out.interval = {out.difference - z * error, out.difference + z * error};
  } else {
    const Interval a = without_variance(judged, first.area, c, confidence);
    const Interval b = without_variance(judged, second.area, c, confidence);
    const double down = std::hypot(second.area - b.low, a.high - first.area);
    const double up = std::hypot(b.high - second.area, first.area - a.low);
    out.interval = {out.difference - down, out.difference + up};
    error = (out.difference > 0 ? down : up) / z;
  }
  out.interval = {std::max(-1.0, out.interval.low), std::min(1.0, out.interval.high)};
  if (out.difference == 0 || !(error > 0)) return out;
  out.z = out.difference / error;
  out.p = 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), std::abs(out.z)));
  return out;
}

AucDifference auc_difference(const Judged& first, const Judged& second, int c, double confidence) {
  return auc_difference(first, auc_components(first, c), auc_components(second, c), c, confidence);
}

}  // namespace xp
