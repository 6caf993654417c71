// The search behind `stratify` where groups must stay whole.
#pragma once
#include <utility>
#include <vector>

#include "framework/base/random.h"

namespace xp {

/// What lies in one bin as a whole: (class, its samples) of a group; each class once, at least one sample of it.
using Load = std::vector<std::pair<std::size_t, double>>;

/// How far loads in such bins are from the shares: Σ over classes and bins of ((n − wanted) / n of the class)², and as
/// a thousandth part the same of the whole.
double distance(const std::vector<Load>& loads, const std::vector<int>& bins, const std::vector<double>& shares);

/// Brings `distance` down: moves of one load and exchanges of two, accepted up to a threshold that sinks to 0
/// (threshold accepting: Dueck and Scheuer 1990), from the best that was found, again and again until the classes are
/// as near to their shares as single samples could be, or a number of trials in proportion to the loads is spent. No
/// class leaves a bin for good that holds it. The result is never worse than `bins` was.
void exchange(const std::vector<Load>& loads, const std::vector<double>& shares, std::vector<int>& bins, Random random);

}  // namespace xp
