// Averages over classes: balanced accuracy (macro recall), macro precision and macro F1.
#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "framework/scores/claims/rate.h"

namespace xp {

/// A claimed mean of fractions that a search chooses one by one. Floating point only cuts short what is far from it;
/// whether it fits is decided in whole numbers of any length.
class ClaimedAverage {
 public:
  /// `each`: what is claimed of each class, in the order of the search.
  ClaimedAverage(const ClaimedRate& mean, const std::vector<std::optional<ClaimedRate>>& each);

  /// Sets the fraction of class j; those before it are set. 0/0 is 0. False where no choice of those after it fits.
  bool set(std::size_t j, std::int64_t k, std::int64_t n);
  /// All are set.
  bool fits() const;

 private:
  ClaimedRate mean_;
  std::vector<std::pair<std::int64_t, std::int64_t>> parts_;
  std::vector<double> sums_, least_left_, most_left_;
};

}  // namespace xp
