// What the store is told of a run before it begins: the same for one that is trained, one that stands for its folds,
// and one that came to nothing.
#pragma once
#include "framework/run/run.h"

namespace xp {

/// `facts`: of where it computes, after what the circumstances know.
NewRun new_run(const Plan& plan, const Circumstances& circumstances, const Settings& facts);

/// threads, device and precision.
Settings facts_of(const Placement& placement);

/// The uncommitted changes that it was made from, where there are any; again is no harm.
void keep_changes(std::int64_t run, const Circumstances& circumstances, Store& store);

/// SCHEDULED, with these changes. Returns its id. Within `atomically` it is there whole or not at all.
std::int64_t add_run(const NewRun& run, const Circumstances& circumstances, Store& store);

}  // namespace xp
