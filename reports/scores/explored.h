// One class against the rest at every threshold: what a reader moves a slider over.
#pragma once
#include <cstddef>
#include <vector>

#include "framework/scores/resampling/at_thresholds.h"
#include "reports/scores/report.h"

namespace xp {

/// `rows`: by rising threshold, from "all are called positive" to "none is": each probability at which anything
/// changes, and the operating points of the report.
struct Explored {
  std::vector<AtThreshold> rows;
  std::size_t changes = 0;  // thresholds at which anything changes; of more than the rows, every so many are here
  std::vector<std::size_t> points;  // of each of OneClass::points, its row
  std::size_t start = 0;            // the row of the first operating point
};

/// Nothing without OneClass. Where images share groups, whose intervals take longer, a quarter of `most`.
Explored explored(const Record& record, const ScoreReport& report, std::size_t most = 400);

}  // namespace xp
