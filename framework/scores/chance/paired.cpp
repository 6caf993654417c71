#include "framework/scores/chance/paired.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace xp {

double mcnemar_by_group(const std::vector<int>& differences) {
  std::size_t all = 0;
  const auto seen = static_cast<std::size_t>(std::abs(std::accumulate(differences.begin(), differences.end(), 0)));
  for (const int difference : differences) all += static_cast<std::size_t>(std::abs(difference));
  // Of the signs that are dealt, how likely the second run's wins come to 0, 1, … `all` images.
  std::vector<double> wins(all + 1);
  wins[0] = 1;
  std::size_t reached = 0;
  for (const int difference : differences) {
    const auto size = static_cast<std::size_t>(std::abs(difference));
    if (size == 0) continue;
    reached += size;
    for (std::size_t k = reached + 1; k-- > 0;) wins[k] = (wins[k] + (k >= size ? wins[k - size] : 0)) / 2;
  }
  double p = 0;  // of wins − losses = 2·wins − all at least as far from 0
  for (std::size_t k = 0; 2 * k + seen <= all; ++k) p += 2 * wins[k];
  return std::min(1.0, p);
}

CochranQ cochran_q(const std::vector<std::vector<bool>>& right) {
  CochranQ out;
  if (right.size() < 2) return out;
  out.degrees = static_cast<int>(right.size()) - 1;
  const auto runs = static_cast<double>(right.size());
  double all = 0, of_runs = 0, of_images = 0;  // the sum of all, and sums of squares of each run's and each image's
  for (const auto& run : right) {
    assert(run.size() == right[0].size());
    const auto hits = static_cast<double>(std::count(run.begin(), run.end(), true));
    all += hits, of_runs += hits * hits;
  }
  for (std::size_t i = 0; i < right[0].size(); ++i) {
    const auto hits = static_cast<double>(std::count_if(right.begin(), right.end(), [&](auto& run) { return run[i]; }));
    of_images += hits * hits;
  }
  const double varies = runs * all - of_images;
  if (varies == 0) return out;
  out.q = (runs - 1) * (runs * of_runs - all * all) / varies;
  out.p = boost::math::cdf(boost::math::complement(boost::math::chi_squared(out.degrees), out.q));
  return out;
}

}  // namespace xp
