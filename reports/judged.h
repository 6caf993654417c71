// A record's predictions as scores take them.
#pragma once
#include "framework/scores/judged.h"
#include "framework/store/record.h"

namespace xp {

/// Those that are usable (outcome.h), with the groups of their samples where any two images share one.
Judged judged(const Record& record, Part part);

/// Images of that part over those that were learned from, as Nadeau and Bengio's correction takes it; NaN where none
/// were, or nobody knows.
double scored_per_training(const Record& fold, Part part);

}  // namespace xp
