// A run that ended short goes on under its number.
#pragma once
#include "framework/run/run.h"

namespace xp {

/// Whether there is a checkpoint to go on from; without one, resuming begins anew.
bool has_checkpoint(const Store& store, std::int64_t run);

/// From its last checkpoint, or from the beginning where there is none: the stored plan, threads, device and precision
/// as recorded, its own plugins. Of the circumstances only `until`, `strict`, `pictures` and those of checkpoints and
/// the disk count. Ends as `run` does. Throws Error, with advice and nothing changed, for a run that is RUNNING or
/// FINISHED (but for one that paused), that was recorded elsewhere, whose data changed, or whose plugins are unknown.
Ran resume(std::int64_t run, const Circumstances& circumstances, Engine& engine, Store& store, Progress& progress);

}  // namespace xp
