// Two runs on one test set: whether it is the same, on which images exactly one of them is right, and the sentence.
#pragma once
#include <string>
#include <vector>

#include "reports/comparison/comparison.h"

namespace xp {

inline constexpr double significant = 0.05;

/// Matches test images by SHA-256 (by name where there is none) and labels by class name. Without equal test sets the
/// pair is not comparable, and its obstacle and verdict say how they differ. The p-value is not corrected yet.
Pair pair_up(const std::vector<Record>& records, std::size_t first, std::size_t second);
/// The sentence for a comparable pair, one of `pairs` compared.
std::string verdict(const Pair& pair, const std::vector<RunRow>& runs, int pairs);
/// "p = 0.031", "p = 0.0004", "p < 0.0001".
std::string p_text(double p);

}  // namespace xp
