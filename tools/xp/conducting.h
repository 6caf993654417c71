// Several trials in one command: what `xp run` does with a sweep, and how one goes on.
#pragma once
#include <vector>

#include "framework/plan/compile.h"
#include "framework/plan/search.h"
#include "framework/run/conductor.h"
#include "framework/run/run.h"
#include "framework/run/work.h"
#include "tools/xp/verb.h"

namespace xp {

/// --jobs, --on-fail, --retries, --needed, --anew: of whatever conducts a sweep.
const std::vector<Option>& sweep_options();

/// As --jobs, --on-fail and --retries say. Throws Error on values that there are not.
Conductor::Policy conducting_policy(const Arguments& args, int threads);

/// A remark where --jobs, --on-fail, --retries or --anew were given to a single run.
void say_unused(const Context& context);

/// At a time, as --jobs says: at most one for each core, and a remark where that is fewer.
int jobs(const Context& context, int threads);

/// Goes on with the last sweep of the same trials where that was interrupted, else begins one. `given`: what its runs
/// share; all its threads.
Exit run_sweep(Context& context, const Work& work, const Search& search, const Compiled& compiled,
               const Circumstances& given);

/// From its own records: sources, uncommitted changes, tags and note are those of its runs, --strict and --pictures what
/// it was run with last. Throws Error when it has ended.
Exit resume_sweep(Context& context, std::int64_t sweep);

}  // namespace xp
