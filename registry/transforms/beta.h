// How much of an image stays when another is mixed in.
#pragma once
#include <cmath>

#include "framework/experiment.h"

namespace xp {

/// The logarithm of a gamma variate of shape `alpha` > 0 (Marsaglia and Tsang 2000, "A simple method for generating
/// gamma variables"); as a logarithm, since small shapes give numbers too small for a double.
inline double log_gamma_variate(double alpha, Random& random) {
  const double boost = alpha < 1 ? std::log(1 - random.uniform()) / alpha : 0;
  const double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = random.normal(), root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(1 - random.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return boost + std::log(d * v);
  }
}

/// From the Beta distribution with both shapes `alpha`; 1 where that is 0.
inline double beta_variate(double alpha, Random& random) {
  if (alpha == 0) return 1;
  const double a = log_gamma_variate(alpha, random), b = log_gamma_variate(alpha, random);
  return 1 / (1 + std::exp(b - a));
}

}  // namespace xp
