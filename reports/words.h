// Figures as sentences say them.
#pragma once
#include <string>

namespace xp {

/// 0.714 → "71.4": in columns that say "%" themselves.
std::string hundredths(double share, int digits = 1);
/// "71.4 %".
std::string percent(double share);
/// "28.6 points".
std::string points(double difference);
/// "p = 0.031", "p < 0.001"; as many digits as tell it from 0.05.
std::string by_chance(double p);
/// "1 image", "12 images".
std::string counted(long long n, const std::string& thing);
/// "7 of 30"; "7" where it was not said how many were planned.
std::string done_of(int done, int planned);

}  // namespace xp
