#include "framework/scores/training/spikes.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace xp {
namespace {

constexpr std::size_t fewest = 16, most = 64;
constexpr double deviations = 5;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Spikes::Spikes(int classes) : least_(std::log(classes) / 2) {}

bool Spikes::add(double objective) {
  if (!std::isfinite(objective)) return true;
  bool leaps = false;
  if (recent_.size() >= fewest) {
    std::vector<double> values(recent_.begin(), recent_.end());
    const double usual = median(values);
    for (double& v : values) v = std::abs(v - usual);
    leaps = objective - usual > std::max(deviations * 1.4826 * median(values), least_);
  }
  recent_.push_back(objective);
  if (recent_.size() > most) recent_.pop_front();
  return leaps;
}

}  // namespace xp
