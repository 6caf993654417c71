#include "framework/run/resume.h"

#include <fmt/format.h>

#include "framework/run/attempt.h"
#include "framework/run/checkpoints.h"
#include "framework/run/own_plugins.h"
#include "framework/run/rerun/stored.h"

namespace xp {
namespace {

void refuse_others(const Record& record) {
  const RunRow& run = record.run;
  const std::string name = run_name(run.id);
  if (!run.deleted.empty()) throw Error(name + " is deleted", "xp restore " + name + " first");
  if (find(record.settings, "split.folds"))
    throw Error(name + " stands for its folds and trains nothing itself", "resume the folds: xp show " + name);
  if (run.status == Status::running || run.status == Status::scheduled)
    throw Error(fmt::format("{} is {} already", name, xp::name(run.status)),
                fmt::format("xp list shows what runs; xp stop {} ends it", name));
  if (run.status == Status::finished && !run.paused)
    throw Error(name + " is FINISHED, nothing is left to do", fmt::format("xp rerun {} runs its plan again", name));
  if (!run.origin.empty())
    throw Error(fmt::format("{} was recorded elsewhere ({}): its checkpoints did not come with it, and nobody here has "
                            "vouched for its plan and its code",
                            name, run.origin),
                fmt::format("xp rerun {} trains its plan whole, as a run of its own", name));
}

}  // namespace

bool has_checkpoint(const Store& store, std::int64_t run) { return Checkpoints(store.checkpoint_folder(run)).any(); }

Ran resume(std::int64_t run, const Circumstances& circumstances, Engine& engine, Store& store, Progress& progress) {
  const Record record = store.record(run);
  refuse_others(record);
  load_own_plugins(record);
  const Plan plan = stored_plan(record);
  const Placement placement = engine.resolve(plan, stored_placement(record));
  store.atomically([&] {  // another process may have gone on with it, and made checkpoints, since it was looked at
    const Standing from = Checkpoints(store.checkpoint_folder(run)).standing();
    store.resume(run, this_process(), from.epoch, from.step);
  });
  progress.begins(run, plan);
  return attempt(run, plan, placement, circumstances, engine, store, progress);
}

}  // namespace xp
