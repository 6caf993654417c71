// Moments as the store writes them: "2026-03-01T12:30:05.250Z", in UTC.
#pragma once
#include <string>

namespace xp {

/// From one moment to a later one; 0 where one is missing, or where the clock went back.
double seconds_between(const std::string& from, const std::string& to);

}  // namespace xp
