#include "reports/next_step.h"

#include "framework/base/paused.h"
#include "framework/store/sweep.h"
#include "reports/parts.h"

namespace xp {
namespace {

NextStep go_on(const Record& record) {
  const RunRow& run = record.run;
  if (run.sweep && (folds_of(record) || run.place))
    return {"Its sweep goes on where it stopped, and skips what is finished:", "xp resume " + sweep_name(run.sweep)};
  if (folds_of(record)) return {"Its folds are runs of their own; this names them:", "xp show " + run_name(run.id)};
  return {"It goes on from its last checkpoint, or from the beginning where there is none:",
          "xp resume " + run_name(run.id)};
}

}  // namespace

NextStep next_step(const Record& record) {
  const RunRow& run = record.run;
  if (is_imported(record)) return {};
  switch (run.status) {
    case Status::scheduled: return {"It has not begun. What it will do:", "xp show " + run_name(run.id) + " --plan"};
    case Status::running:
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
  return {"It is paused on its way, and goes on with:", "xp resume " + run_name(run.id)};
}

}  // namespace xp
