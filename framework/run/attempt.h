// What `run` and `resume` share: one attempt at a run.
#pragma once
#include "framework/run/patience.h"
#include "framework/run/run.h"

namespace xp {

/// Of a run that is RUNNING in this process: from where its last checkpoint stands to its end, whatever that is, all of
/// it recorded. Throws Error only where not even the end can be.
Ran attempt(std::int64_t run, const Plan& plan, const Placement& placement, const Circumstances& circumstances,
            Engine& engine, Store& store, Progress& progress);

/// For what is recorded before that, within a PoliteInterrupt: Ctrl-C ends the wait. `safe`: its last checkpoint.
Patience patience_before(const Circumstances& circumstances, const Store& store, Progress& progress,
                         const std::string& safe);

}  // namespace xp
