// A published figure as the interval that it was rounded from, in whole numbers: no floating point decides what fits.
#pragma once
#include <cstdint>
#include <string>

namespace xp {

/// Whole numbers from `low` to `high`; none where low > high.
struct Span {
  std::int64_t low = 0, high = 0;
  bool empty() const { return low > high; }
  bool contains(std::int64_t n) const { return low <= n && n <= high; }
};
Span operator&(Span a, Span b);

/// A rate from low/scale to high/scale, both ends included: a tie may have been rounded either way. Within 0 and 1.
struct ClaimedRate {
  std::string typed;  // "0.89"
  std::int64_t low = 0, high = 1, scale = 1;
  std::int64_t centre = 0;  // centre/scale is what was typed

  /// Whether k of n is such a rate. 0 of 0 counts as 0, as scikit-learn prints it.
  bool fits(std::int64_t k, std::int64_t n) const;
  /// All k with k/n of that rate, for n > 0; for n = 0, {0} where it may be 0.
  Span numerators(std::int64_t n) const;
  /// All n up to `most` of which k is that rate.
  Span denominators(std::int64_t k, std::int64_t most) const;
  double least() const { return static_cast<double>(low) / static_cast<double>(scale); }
  double most() const { return static_cast<double>(high) / static_cast<double>(scale); }
};

/// "0.89" → 0.885 to 0.895; "88", "88%" → 87.5 to 88.5 %; "99.01" → 99.005 to 99.015 %; "0.5" is a rate, "0.5%" is not.
/// A number above 1 is a percentage. `digits` >= 0: so many digits after the point, whatever was typed. `what` names
/// the figure in errors. Throws Error: no number, under 0, over 100 %, more than 9 digits, and a bare "0" or "1", which
/// says neither unit nor digits.
ClaimedRate claimed_rate(const std::string& typed, const std::string& what, int digits = -1);

}  // namespace xp
