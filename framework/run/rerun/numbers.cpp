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
  if (!std::isfinite(was) || !std::isfinite(now)) {
    ++beyond_;
    if (not_finite_++ == 0) first_not_finite_ = {std::numeric_limits<double>::infinity(), was, now, of()};
    return;
  }
  const double larger = std::max(std::abs(was), std::abs(now));
  const double absolute = std::abs(was - now);
  const double relative = larger > 0 ? absolute / larger : 0;
  if (!(absolute <= tolerance_ * std::max(1.0, larger))) ++beyond_;
  if (absolute_.of.empty() || absolute > absolute_.apart) absolute_ = {absolute, was, now, of()};
  if (relative_.of.empty() || relative > relative_.apart) relative_ = {relative, was, now, of()};
}

}  // namespace xp
