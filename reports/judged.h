// A record's predictions as scores take them.
#pragma once
#include "framework/scores/judged.h"
#include "framework/store/record.h"

namespace xp {

/// Those that are usable (outcome.h), with the groups of their samples where any two images share one.
Judged judged(const Record& record, Part part);

}  // namespace xp
