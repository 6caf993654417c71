#include "framework/scores/resampling/unvaried.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <map>

namespace xp {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void widen(Interval& interval, double value) {
  interval.low = std::fmin(interval.low, value), interval.high = std::fmax(interval.high, value);
}

/// 1, or of groups the mean; NaN where a stratum (units.h) is one group, which is drawn every time.
double images_of_a_unit(const Judged& judged) {
  if (!judged.grouped()) return 1;
  std::map<int, int> strata;  // of each group: its class, or that it has several
  for (std::size_t i = 0; i < judged.predictions.size(); ++i) {
    const int label = judged.predictions[i].label;
    const auto [group, first] = strata.emplace(judged.groups[i], label);
    if (!first && group->second != label) group->second = judged.classes;
  }
  std::map<int, int> groups;
  for (const auto& [_, stratum] : strata) ++groups[stratum];
  for (const auto& [_, count] : groups)
    if (count == 1) return nan;
  return static_cast<double>(judged.images()) / static_cast<double>(strata.size());
}

}  // namespace

std::vector<double> with_more_units(const Scalar& scalar, const Judged& judged, double confidence) {
  for (const char* score : {"loss", "brier", "ece", "adaptive_ece"})
    if (scalar.score == score) return {};
  const double unit = images_of_a_unit(judged);
  if (std::isnan(unit)) return {};
  const double z = boost::math::quantile(boost::math::normal(), 0.5 + confidence / 2);
  std::vector<double> out;
  for (int truth = 0; truth < judged.classes; ++truth)
    for (int said = 0; said < judged.classes; ++said) {
      Judged more = judged;
      Prediction image{0, truth, std::vector<double>(static_cast<std::size_t>(judged.classes))};
      image.probabilities[static_cast<std::size_t>(said)] = 1;
      more.predictions.insert(more.predictions.end(), static_cast<std::size_t>(std::ceil(z * z * unit)), image);
      more.groups.clear();
      out.push_back(value_of(scalar, more));
    }
  return out;
}

Interval unvaried(const std::vector<double>& with_more) {
  Interval out{nan, nan};
  for (const double value : with_more) widen(out, value);
  return out;
}

Interval unvaried(const std::vector<double>& first, const std::vector<double>& second, int classes) {
  Interval out{nan, nan};
  const auto said = static_cast<std::size_t>(classes);
  for (std::size_t i = 0; i < first.size(); ++i)
    for (std::size_t k = i / said * said; k < (i / said + 1) * said; ++k) widen(out, second[k] - first[i]);
  return out;
}

}  // namespace xp
