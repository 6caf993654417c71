#include "framework/scores/pooled.h"

#include <algorithm>
#include <numeric>

namespace xp {

std::vector<double> pooled(const std::vector<std::vector<double>>& parts, Pooling how) {
  if (parts.size() == 1) return parts[0];
  std::vector<double> out(parts.at(0).size());
  for (const std::vector<double>& part : parts)
    for (std::size_t c = 0; c < out.size(); ++c)
      out[c] = how == Pooling::mean ? out[c] + part[c] : std::max(out[c], part[c]);
  const double sum = std::accumulate(out.begin(), out.end(), 0.0);
  for (double& p : out) p /= sum;
  return out;
}

}  // namespace xp
