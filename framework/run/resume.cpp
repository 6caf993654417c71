#include "framework/run/resume.h"

#include "framework/base/interrupt.h"
#include "framework/run/attempt.h"
#include "framework/run/checkpoints.h"
#include "framework/run/own_plugins.h"
#include "framework/run/rerun/stored.h"
#include "framework/store/resumable.h"

namespace xp {

bool has_checkpoint(const Store& store, std::int64_t run) { return Checkpoints(store.checkpoint_folder(run)).any(); }

Ran resume(std::int64_t run, const Circumstances& circumstances, Engine& engine, Store& store, Progress& progress) {
  const Record record = store.record(run);
  if (const auto not_this = unresumable(record)) throw Error(not_this->why, not_this->instead);
  load_own_plugins(record);
  const Plan plan = stored_plan(record);
  const Placement placement = engine.resolve(plan, stored_placement(record));
  const PoliteInterrupt polite;
  const Checkpoints checkpoints(store.checkpoint_folder(run));
  const char* safe = checkpoints.any() ? "the one it goes on from" : "none yet";
  patience_before(circumstances, store, progress, safe)([&] {
    store.atomically([&] {  // another process may have gone on with it, and made checkpoints, since it was looked at
      const Standing from = checkpoints.standing();
      store.resume(run, this_process(), from.epoch, from.step);
    });
  });
  progress.begins(run, plan);
  return attempt(run, plan, placement, circumstances, engine, store, progress);
}

}  // namespace xp
