#include "framework/base/time.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace xp {
namespace {

/// Since 1970; NaN where it is no moment.
double seconds_of(const std::string& moment) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  double second = 0;
  if (std::sscanf(moment.c_str(), "%d-%d-%dT%d:%d:%lf", &year, &month, &day, &hour, &minute, &second) != 6)
    return std::nan("");
  const std::chrono::sys_days date{std::chrono::year(year) / month / day};
  return date.time_since_epoch().count() * 86400.0 + hour * 3600 + minute * 60 + second;
}

}  // namespace

double seconds_between(const std::string& from, const std::string& to) {
  const double seconds = seconds_of(to) - seconds_of(from);
  return std::isfinite(seconds) ? std::max(0.0, seconds) : 0;
}

}  // namespace xp
