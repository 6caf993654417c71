// Fewer rows of long columns, with every extreme kept.
#pragma once
#include <cstddef>
#include <vector>

namespace xp {

/// Rows to keep of columns of equal length, ascending and at most `most` (or 2 × columns, if that is more): the rows
/// are cut into buckets of equal number, and of each the minimum and the maximum of every column stay, so that the
/// largest and the smallest value of each column are among them. What is not finite is never an extreme. All where they
/// are few.
std::vector<std::size_t> kept_rows(const std::vector<const std::vector<double>*>& columns, std::size_t most);

}  // namespace xp
