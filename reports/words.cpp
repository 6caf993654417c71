#include "reports/words.h"

#include <fmt/format.h>

#include "framework/base/text.h"

namespace xp {

std::string hundredths(double share, int digits) { return decimal(100 * share, digits); }

std::string percent(double share) { return hundredths(share) + " %"; }

std::string points(double difference) { return hundredths(difference) + " points"; }

std::string by_chance(double p) {
  if (p < 0.001) return "p < 0.001";
  const bool beside = p < 0.05 ? p >= 0.0495 : p < 0.0505;  // three digits would say 0.050 of either
  return "p = " + decimal(p, beside ? 4 : 3);
}

std::string counted(long long n, const std::string& thing) {
  return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}

std::string done_of(int done, int planned) {
  return planned ? fmt::format("{} of {}", done, planned) : std::to_string(done);
}

}  // namespace xp
