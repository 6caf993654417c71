#include "framework/scores/chance/one_rate.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

namespace xp {

OneRate one_rate(const std::vector<RightOf>& tests) {
  OneRate out;
  double right = 0, n = 0, count = 0, inverse = 0;
  for (const RightOf& t : tests)
    if (t.n > 0) {
      right += static_cast<double>(t.right), n += static_cast<double>(t.n);
      inverse += 1 / static_cast<double>(t.n), ++count;
    }
  if (count < 2) return out;
  const double rate = right / n, variance = rate * (1 - rate);
  out.sd = std::sqrt(variance * inverse / count);
  if (variance <= 0) return out;
  double chi2 = 0;
  for (const RightOf& t : tests)
    if (t.n > 0) {
      const double off = static_cast<double>(t.right) - rate * static_cast<double>(t.n);
      chi2 += off * off / (static_cast<double>(t.n) * variance);
    }
  out.p = boost::math::cdf(boost::math::complement(boost::math::chi_squared(count - 1), chi2));
  return out;
}

}  // namespace xp
