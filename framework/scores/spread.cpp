#include "framework/scores/spread.h"

#include <algorithm>
#include <cmath>

namespace xp {

Spread spread_of(const std::vector<double>& values) {
  Spread out;
  out.n = static_cast<int>(values.size());
  if (values.empty()) return out;
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  out.mean = sum / out.n;
  for (const double v : values) squares += (v - out.mean) * (v - out.mean);
  if (out.n > 1) out.sd = std::sqrt(squares / (out.n - 1));
  out.least = *std::min_element(values.begin(), values.end());
  out.most = *std::max_element(values.begin(), values.end());
  return out;
}

}  // namespace xp
