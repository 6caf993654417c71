#include "framework/run/rerun/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace xp {

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

void Distance::add(double was, double now, const std::function<std::string()>& of) {
  ++compared_;
  if (same_bits(was, now) || (std::isnan(was) && std::isnan(now))) return;
  ++differing_;
  const double infinite = std::numeric_limits<double>::infinity();
  const bool finite = std::isfinite(was) && std::isfinite(now);
  const double larger = std::max(std::abs(was), std::abs(now));
  const double absolute = finite ? std::abs(was - now) : infinite;
  const double relative = !finite ? infinite : larger > 0 ? absolute / larger : 0;
  if (!(absolute <= tolerance_ * std::max(1.0, larger)) || !finite) ++beyond_;
  if (absolute_.of.empty() || absolute > absolute_.apart) absolute_ = {absolute, was, now, of()};
  if (relative_.of.empty() || relative > relative_.apart) relative_ = {relative, was, now, of()};
}

}  // namespace xp
