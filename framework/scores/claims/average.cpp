#include "framework/scores/claims/average.h"

#include <boost/multiprecision/cpp_int.hpp>

namespace xp {

ClaimedAverage::ClaimedAverage(const ClaimedRate& mean, const std::vector<std::optional<ClaimedRate>>& each)
    : mean_(mean),
      parts_(each.size()),
      sums_(each.size() + 1),
      least_left_(each.size() + 1),
      most_left_(each.size() + 1) {
  for (std::size_t j = each.size(); j-- > 0;) {
    least_left_[j] = least_left_[j + 1] + (each[j] ? each[j]->least() : 0);
    most_left_[j] = most_left_[j + 1] + (each[j] ? each[j]->most() : 1);
  }
}

bool ClaimedAverage::set(std::size_t j, std::int64_t k, std::int64_t n) {
  parts_[j] = n == 0 ? std::pair<std::int64_t, std::int64_t>{0, 1} : std::pair{k, n};
  sums_[j + 1] = sums_[j] + static_cast<double>(parts_[j].first) / static_cast<double>(parts_[j].second);
  const double classes = static_cast<double>(parts_.size()), slack = 1e-9;
  return sums_[j + 1] + least_left_[j + 1] <= classes * mean_.most() + slack &&
         sums_[j + 1] + most_left_[j + 1] >= classes * mean_.least() - slack;
}

bool ClaimedAverage::fits() const {
  using boost::multiprecision::cpp_rational;
  cpp_rational sum = 0;
  for (const auto& [k, n] : parts_) sum += cpp_rational(k, n);
  sum *= mean_.scale;
  return sum >= cpp_rational(mean_.low) * parts_.size() && sum <= cpp_rational(mean_.high) * parts_.size();
}

}  // namespace xp
