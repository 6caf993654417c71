// What a record says of how its run is to happen again.
#pragma once
#include "framework/engine/engine.h"
#include "framework/store/record.h"

namespace xp {

/// The stored plan, its data looked up again: throws Error when a plugin is unknown or the data are not those of the
/// run, naming what changed.
Plan stored_plan(const Record& record);

/// Where the run computed, for another thread count sums in another order: what a rerun uses unless told otherwise.
/// All cores, the CPU and fp32 where that was not recorded.
Placement stored_placement(const Record& record);

}  // namespace xp
