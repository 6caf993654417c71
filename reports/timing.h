// When a run ran, how long, how fast, and why it ended.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/table.h"

namespace xp {

/// Started, ended, each attempt that ended short, running time without the pauses between attempts, how much of it was
/// learning and waiting for images, the median speed and the peak of memory. Of a run of folds their learning together.
/// What was not recorded has no row.
Table timing_table(const Record& record, const std::vector<Record>& parts = {});

/// "It ended after epoch 20 of 24: val/loss has not improved for 8 epochs."; nothing of what was not trained here.
std::string ending(const Record& record);

}  // namespace xp
