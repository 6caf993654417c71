// Whether a run that comes again says what it said.
#pragma once
#include "framework/run/exports/whole.h"

namespace xp {

/// Of its curves and its predictions, to the bit. What folds said together is theirs, and compared with them.
bool same_values(const Store& store, std::int64_t here, const WholeRun& run);

}  // namespace xp
