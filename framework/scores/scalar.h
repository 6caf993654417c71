// The single numbers that a test can be summed up by: what intervals are made for and what comparisons rest on.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/judged.h"
#include "framework/scores/score.h"

namespace xp {

/// "accuracy", or of one class: {"recall", 2}.
struct Scalar {
  std::string score;
  int of_class = -1;
  bool operator==(const Scalar&) const = default;
};

/// Over all classes, in the order in which tables show them: those of all_scores(), and what is too slow or too odd to
/// be recorded every epoch (macro_precision, weighted_precision, weighted_f1, average_precision, micro_auc, ece, …).
const std::vector<Score>& overall_scalars();
/// Of one class: precision, recall, specificity, f1, auc, average_precision.
const std::vector<Score>& class_scalars();

/// "recall:Scol" with {"Normal", "Scol", "Spond"} → {"recall", 1}. What is another score by definition is that score:
/// macro_recall → balanced_accuracy; weighted_recall, micro_precision, micro_recall and micro_f1 → accuracy. Throws
/// Error with the nearest name.
Scalar scalar_named(const std::string& text, const std::vector<std::string>& classes);
/// "recall:Scol".
std::string name(const Scalar& scalar, const std::vector<std::string>& classes);
Direction better(const Scalar& scalar);

/// NaN where it is undefined.
double value_of(const Scalar& scalar, const Judged& judged);

}  // namespace xp
