// In which columns a file says what was answered, and which classes there are.
#pragma once
#include <string>
#include <vector>

#include "framework/run/imports/columns.h"

namespace xp {

struct AnswerColumns {
  enum Kind { probabilities, positive_probability, named_class } kind = probabilities;
  std::vector<std::string> classes;  // two at least
  std::vector<std::size_t> places;   // of `probabilities` one a class, in their order; else one
  std::size_t positive = 1;          // index of the class that a single probability is of
};

/// The cell as a class is called: a whole number without decimals ("1.0" is "1").
std::string class_name(std::string cell);

/// The roles that a file of predictions may have.
const std::vector<Role>& prediction_roles();

/// Columns of probabilities are those that are named as a class that was said or as a label, with or without p_, prob_
/// and the like, and those that have such a prefix. Throws Error where nothing answers, or fewer than two classes.
AnswerColumns answer_columns(const Columns& columns, const std::vector<std::string>& classes,
                             const std::string& positive);

}  // namespace xp
