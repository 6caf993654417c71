#include "reports/next_step.h"

#include <fmt/format.h>

#include "framework/base/paused.h"
#include "framework/store/resumable.h"
#include "framework/store/sweep.h"
#include "framework/store/tracked.h"
#include "reports/parts.h"

namespace xp {
namespace {

bool of_a_sweep(const Record& record) { return record.run.sweep && (folds_of(record) || record.run.place); }

NextStep go_on(const Record& record) {
  if (of_a_sweep(record) && record.run.deleted.empty() && record.run.origin.empty())
    return {"Its sweep goes on where it stopped, and skips what is finished:", resuming(record)};
  if (const auto not_this = unresumable(record))
    return {not_this->why + ". What can be done instead:", not_this->command};
  if (record.run.paused) return {"It is paused on its way, and goes on with:", resuming(record)};
  return {"It goes on from its last checkpoint, or from the beginning where there is none:", resuming(record)};
}

/// Of a run that no plan of xp's made: only one that was told may go on, and only where it is known how it was begun.
NextStep by_its_program(const Record& record) {
  const bool short_of_it = record.run.status == Status::killed || record.run.status == Status::failed;
  if (!is_tracked(record) || !short_of_it) return {};
  const NextStep out = go_on(record);
  return out.command.empty() ? NextStep{} : out;
}

}  // namespace

std::string resuming(const Record& record) {
  const RunRow& run = record.run;
  return "xp resume " + (of_a_sweep(record) ? sweep_name(run.sweep) : run_name(run.id));
}

NextStep next_step(const Record& record, int reloads) {
  const RunRow& run = record.run;
  if (!run.deleted.empty()) return go_on(record);
  if (without_plan(record) && run.status != Status::running) return by_its_program(record);
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
  return go_on(record);
}

}  // namespace xp
