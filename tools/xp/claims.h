// Claims as people write them: options of a command, or rows of a file.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/claims/claim.h"

namespace xp {

/// One thing said: {"recall", "Normal", "0.89"}; of_class is empty for figures of all classes.
struct Said {
  std::string what, of_class, value;
};

/// Figures (accuracy, balanced_accuracy, macro_precision, macro_f1; of a class precision, recall, f1, specificity),
/// `count` and `share` of a class, and `images` ("68", "50..200"), `classes`, `digits`, `tolerance` of the whole.
/// Throws Error with the nearest name, on what is said twice, and on numbers that are none.
Claim claim_said(const std::vector<Said>& all, const std::string& name = "");

/// One claim a row. Columns are named "accuracy", "recall:Normal", "images" …; `name` is the row's; empty cells say
/// nothing. Throws Error with the line of a row that makes no sense.
std::vector<Claim> read_claims(const std::string& path);

}  // namespace xp
