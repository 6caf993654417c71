// The few figures that a busy reader looks for first.
#pragma once
#include <string>
#include <vector>

#include "reports/pages/material.h"

namespace xp {

struct KeyFact {
  std::string name;    // "balanced accuracy, test"
  std::string value;   // "91.4 %"
  std::string more{};  // "82.0 to 97.1, 95 % interval"; may be empty
};

/// The test score (by what the epoch was chosen by, where that is a score of answers, else balanced accuracy; of the
/// validation part where nothing was tested), images and patients of each part, epochs, network, time. What is not
/// known is left out. `scored`: of this run, or null.
std::vector<KeyFact> key_facts(const Material& run, const ScoreReport* scored);

}  // namespace xp
