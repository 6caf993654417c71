// Shares in whole samples.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

/// Numbers of samples: a row for each class, a column for each bin.
using Counts = std::vector<std::vector<double>>;

/// Whole numbers of samples for bins of such shares (above 0, their sum is 1): each class's share rounded up or down,
/// but at least one; of a class without samples, none. At first each class rounds by its own largest remainders
/// (Hamilton's method); then single samples change bins while that brings the bins' totals nearer to their shares of
/// the whole.
Counts apportion(const std::vector<std::int64_t>& classes, const std::vector<double>& shares);

}  // namespace xp
