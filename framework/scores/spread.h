// How far the scores of several runs lie apart.
#pragma once
#include <limits>
#include <vector>

namespace xp {

/// `sd` is the sample standard deviation (n − 1); NaN where n is 1. All are NaN where n is 0.
struct Spread {
  int n = 0;
  double mean = std::numeric_limits<double>::quiet_NaN(), sd = mean, least = mean, most = mean;
};
Spread spread_of(const std::vector<double>& values);

}  // namespace xp
