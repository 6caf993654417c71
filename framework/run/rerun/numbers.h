// How far the numbers of two runs lie apart.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace xp {

/// 80 times the rounding of fp32: what sums in another order make of losses and probabilities near 1 in a short
/// training. Longer ones, and bf16, drift farther.
inline constexpr double default_tolerance = 1e-5;

inline namespace reruns {
/// A pair of numbers, and what they are of.
struct Pair {
  double apart = 0;
  double was = 0, now = 0;
  std::string of;  // "epoch 3: val/loss"; empty: none are apart
};
}  // namespace reruns

inline namespace reruns {
class Distance {
 public:
  explicit Distance(double tolerance) : tolerance_(tolerance) {}

  /// Two numbers are within the tolerance T where |was − now| ≤ T · max(1, |was|, |now|). A NaN equals a NaN; it and
  /// infinity are within no tolerance of another number, and told apart from the largest finite differences. `of` is
  /// asked only of those that are kept.
  void add(double was, double now, const std::function<std::string()>& of);

  bool identical() const { return differing_ == 0; }  // bit for bit
  bool within() const { return beyond_ == 0; }
  std::int64_t compared() const { return compared_; }
  std::int64_t differing() const { return differing_; }
  const Pair& absolute() const { return absolute_; }       // the largest finite |was − now|
  const Pair& relative() const { return relative_; }       // the largest |was − now| / max(|was|, |now|)
  std::int64_t not_finite() const { return not_finite_; }  // differ, and at least one of the two is NaN or infinite
  const Pair& first_not_finite() const { return first_not_finite_; }
  double tolerance() const { return tolerance_; }

 private:
  double tolerance_;
  std::int64_t compared_ = 0, differing_ = 0, beyond_ = 0, not_finite_ = 0;
  Pair absolute_, relative_, first_not_finite_;
};
}  // namespace reruns

bool same_bits(double a, double b);

}  // namespace xp
