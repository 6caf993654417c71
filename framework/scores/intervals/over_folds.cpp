#include "framework/scores/intervals/over_folds.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

namespace xp {

OverFolds over_folds(const std::vector<double>& values, double test_per_training, double confidence,
                     const Interval& scale) {
  assert(!(test_per_training < 0));
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](double v) { return !std::isnan(v); });
  OverFolds out;
  out.folds = static_cast<int>(known.size());
  if (known.empty()) return out;
  const auto n = static_cast<double>(known.size());
  const auto [least, most] = std::minmax_element(known.begin(), known.end());
  const bool equal = *most - *least <= 1e-12 * std::max(1.0, std::abs(*most));  // but for rounding
  out.mean = equal ? known[0] : std::accumulate(known.begin(), known.end(), 0.0) / n;
  if (known.size() < 2) return out;
  if (equal) {
    out.sd = 0;
    return out;
  }
  double squares = 0;
  for (const double value : known) squares += (value - out.mean) * (value - out.mean);
  out.sd = std::sqrt(squares / (n - 1));
  if (std::isnan(test_per_training)) return out;
  const double error = out.sd * std::sqrt(1 / n + test_per_training);
  const boost::math::students_t student(n - 1);
  const double wide = error * boost::math::quantile(student, 0.5 + confidence / 2);
  out.interval = {std::max(out.mean - wide, scale.low), std::min(out.mean + wide, scale.high)};
  out.t = out.mean / error;
  out.p = 2 * boost::math::cdf(boost::math::complement(student, std::abs(out.t)));
  return out;
}

Interval scale_of(const std::string& score) {
  if (score == "mcc" || score == "kappa") return {-1, 1};
  if (score == "brier") return {0, 2};
  if (score == "loss") return {0, std::numeric_limits<double>::infinity()};
  return {0, 1};
}

}  // namespace xp
