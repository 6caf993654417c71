// Agreement in order.
#pragma once
#include <vector>

namespace xp {

/// Spearman's rank correlation of two equally long series, ties sharing their mean rank (scipy.stats.spearmanr). NaN
/// where one of them is constant, or holds a NaN: it has no order.
/// Spearman, "The proof and measurement of association between two things", American Journal of Psychology 15 (1904).
double spearman(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace xp
