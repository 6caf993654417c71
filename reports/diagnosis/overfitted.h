// Overfitting in a line, for several runs beside each other: how many of the networks that a run trained show it, since
// when, and how far training accuracy lies above that of validation.
#pragma once
#include <limits>
#include <string>
#include <vector>

#include "reports/diagnosis/diagnosis.h"

namespace xp {

struct Overfitted {
  int networks = 0;           // whose curves can tell: of the run itself, or of its folds
  int warned = 0;             // … of which a warning, or worse, is made
  Grade grade = Grade::fine;  // the worst
  std::vector<int> onsets;    // epochs, one of each network in which it set in
  /// Medians of the last epochs' gap in accuracy, one a network: the mean, the least and the largest. NaN: none known.
  double gap = std::numeric_limits<double>::quiet_NaN(), least = gap, largest = gap;
};
/// `parts` as for diagnose().
Overfitted overfitted(const Record& record, const Diagnosis& diagnosis, const std::vector<Record>& parts);

/// "2 of 5 networks, at worst serious", "fine", "–" where no curve can tell.
std::string judgement_text(const Overfitted& overfitted);
/// "epochs 4 and 13", "–".
std::string onset_text(const Overfitted& overfitted);
/// "+12.4 points", "+12.4 points (3.0 to 20.1)", "–".
std::string gap_text(const Overfitted& overfitted);

}  // namespace xp
