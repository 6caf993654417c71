#include "reports/next_step.h"

#include <fmt/format.h>

#include "framework/base/paused.h"
#include "framework/store/sweep.h"
#include "framework/store/tracked.h"
#include "reports/parts.h"

namespace xp {
namespace {

bool of_a_sweep(const Record& record) { return record.run.sweep && (folds_of(record) || record.run.place); }

NextStep go_on(const Record& record) {
  const RunRow& run = record.run;
  if (of_a_sweep(record)) return {"Its sweep goes on where it stopped, and skips what is finished:", resuming(record)};
  if (folds_of(record)) return {"Its folds are runs of their own; this names them:", "xp show " + run_name(run.id)};
  return {"It goes on from its last checkpoint, or from the beginning where there is none:", resuming(record)};
}

}  // namespace

std::string resuming(const Record& record) {
  const RunRow& run = record.run;
  return "xp resume " + (of_a_sweep(record) ? sweep_name(run.sweep) : run_name(run.id));
}

NextStep next_step(const Record& record, int reloads) {
  const RunRow& run = record.run;
  if (without_plan(record) && run.status != Status::running) return {};
  switch (run.status) {
    case Status::scheduled: return {"It has not begun. What it will do:", "xp show " + run_name(run.id) + " --plan"};
    case Status::running:
      if (reloads)
        return {
            fmt::format("These are figures of so far, and none is final. This page follows the run: it reloads "
                        "every {} s.",
                        reloads)};
      return {"These are figures of so far, and none is final. A page that follows it:",
              "xp report " + run_name(run.id) + " --watch"};
    case Status::failed:
    case Status::killed: return go_on(record);
    case Status::finished: break;
  }
  if (!run.paused) return {};
  if (stopped_by_halving(run.reason) && run.sweep)
    return {"Successive halving left it behind; what the search chose instead:",
            "xp sweep show " + sweep_name(run.sweep)};
  return {"It is paused on its way, and goes on with:", resuming(record)};
}

}  // namespace xp
