// The sentences of a comparison.
#pragma once
#include <string>
#include <vector>

#include "reports/comparison/comparison.h"

namespace xp {

/// For a comparable pair, one of `pairs` compared.
std::string verdict(const Pair& pair, const Comparison& comparison, int pairs);
/// On all runs together.
std::string verdict(const Comparison& comparison);
/// "All 5 runs together: Cochran's Q = 12.3 with 4 degrees of freedom, p = 0.02 (accuracy)."
std::string cochran_text(const Comparison& comparison);
/// "p = 0.031", "p = 0.0004", "p < 0.0001".
std::string p_text(double p);
/// Halves away from 0, also where they were not exact: a difference as one makes it from the figures beside it.
std::string half_up(double value, int digits);
/// The tests of the pairs that are comparable: "exact McNemar".
std::string tests_of(const Comparison& comparison);
/// "macro F1", "AUC", "recall of Scol" for "macro_f1", "auc", "recall:Scol".
std::string score_title(const std::string& name);
/// Whether its values are shown in percent, its differences in points.
bool in_points(const std::string& name);

}  // namespace xp
