#include "framework/scores/training/rate_curve.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace xp {
namespace {

constexpr std::size_t fewest = 8;

constexpr double beyond_chance = 4;  // standard deviations of a smoothed loss

/// Standard deviation of one loss, from what neighbours differ by: a trend hardly counts.
double noise(const std::vector<double>& losses) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < losses.size(); ++i) steps.push_back(std::abs(losses[i] - losses[i - 1]));
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
  return steps[steps.size() / 2] / (0.6745 * std::sqrt(2));
}

}  // namespace

std::vector<double> smoothed(const std::vector<double>& losses, double places) {
  std::vector<double> out;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    double sum = 0, all = 0;
    for (std::size_t j = 0; j < losses.size(); ++j) {
      const double away = (static_cast<double>(i) - static_cast<double>(j)) / places;
      const double weight = std::exp(-away * away / 2);
      sum += weight * losses[j], all += weight;
    }
    out.push_back(sum / all);
  }
  return out;
}

RateAdvice advice(const std::vector<double>& rates, const std::vector<double>& losses) {
  const auto end = std::find_if(losses.begin(), losses.end(), [](double v) { return !std::isfinite(v); });
  const std::vector<double> finite(losses.begin(), end);
  RateAdvice out;
  if (finite.size() < fewest) return out;
  const double places = std::max(1.0, static_cast<double>(finite.size()) / 25);
  out.smooth = smoothed(finite, places);
  const std::vector<double>& s = out.smooth;
  const auto least = static_cast<std::size_t>(std::min_element(s.begin(), s.end()) - s.begin());
  const auto tenth = static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, s.size() / 10));
  const double before = std::accumulate(s.begin(), s.begin() + tenth, 0.0) / static_cast<double>(tenth);
  const double left = noise(finite) / std::sqrt(2 * places * std::sqrt(std::numbers::pi));  // by the Gaussian's weights
  out.falls = least > 0 && before - s[least] > beyond_chance * left + 0.01 * before;
  if (!out.falls) return out;
  double fastest = 0;
  for (std::size_t i = 1; i <= least; ++i) {
    const double slope = (s[i] - s[i - 1]) / std::log(rates[i] / rates[i - 1]);
    if (slope < fastest) fastest = slope, out.steepest = std::sqrt(rates[i] * rates[i - 1]);
  }
  out.least = rates[least];
  out.tenth = out.least / 10;
  out.rate = std::min(out.steepest, out.tenth);
  return out;
}

}  // namespace xp
