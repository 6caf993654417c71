// Score reports as JSON.
#pragma once
#include <string>

#include "reports/scores/report.h"

namespace xp {

/// An array, one object a report. What is undefined is "NaN".
std::string json_of(const std::vector<ScoreReport>& reports);

}  // namespace xp
