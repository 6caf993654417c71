// Batches whose loss leaps: the first sign of a rate that is too large, or of an image that is not like the others.
#pragma once
#include <deque>
#include <string>

namespace xp {

/// A batch spikes when its objective lies above the median of the batches before it, at most the last 64 and at least
/// 16 of them, by more than
///   - 5 robust standard deviations, 1.4826 · the median absolute deviation from that median (Iglewicz and Hoaglin 1993
///     name 3.5 for what may be an outlier: batches are many and their losses skewed to the right, hence more), and
///   - half of what guessing costs, ln(classes) / 2: where the loss is all but 0, a single hard image is no spike.
/// What is no number spikes too, and is not remembered.
class Spikes {
 public:
  explicit Spikes(int classes);
  /// Whether this batch spikes.
  bool add(double objective);

  /// What it remembers, the oldest first: to go on from later.
  const std::deque<double>& recent() const { return recent_; }
  void recall(std::deque<double> recent) { recent_ = std::move(recent); }

 private:
  double least_;
  std::deque<double> recent_;
};

}  // namespace xp
