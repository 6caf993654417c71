#include "framework/run/attempt.h"

#include <filesystem>

#include "framework/base/disk.h"
#include "framework/base/interrupt.h"
#include "framework/run/controls.h"
#include "framework/run/recording.h"
#include "framework/store/home.h"
#include "framework/store/opening.h"

namespace xp {
namespace {

Ran outcome_of(const Trained& outcome, const Recording& recording) {
  switch (outcome.ending) {
    case Trained::finished: return {0, Status::finished, outcome.reason};
    case Trained::failed: return {0, Status::failed, outcome.reason};
    case Trained::paused: return {0, Status::finished, outcome.reason, false, true};
    case Trained::interrupted:
      return {0, Status::killed, (recording.stopped_from_elsewhere() ? "xp stop, " : "Ctrl-C, ") + outcome.reason};
  }
  return {};
}

Ran train(std::int64_t run, const Plan& plan, const Placement& placement, const Course& course, Engine& engine,
          Store& store, Recording& recording) {
  try {
    const Trained outcome = carry_out(plan, placement, engine, recording, course);
    if (!recording.waited_in_vain()) recording.flush();
    if (outcome.ending == Trained::paused) recording.write([&] { store.chosen(run, outcome.chosen_epoch); });
    if (outcome.ending == Trained::finished) recording.keep_trace();
    return outcome_of(outcome, recording);
  } catch (const Error& e) {
    if (e.exit() == Exit::interrupted)
      return outcome_of({Trained::interrupted,
                         recording.waited_in_vain() ? "while it waited to record" : "while images were looked at"},
                        recording);
    return {0, Status::failed, e.whole(), e.exit() == Exit::no};
  } catch (const std::exception& e) {
    return {0, Status::failed, e.what()};
  }
}

/// Where the disk is full to the last, what was set aside for it makes room; no room frees records that are held.
void end(const Ran& ran, Store& store, Recording& recording, const std::string& reserve) {
  const auto write = [&] { store.end(ran.id, ran.status, ran.reason, ran.paused); };
  try {
    recording.write(write);
  } catch (const Error& e) {
    std::error_code ignored;
    if (!dynamic_cast<const Held*>(&e)) std::filesystem::remove(reserve, ignored);
    write();  // where even that cannot be, the run is KILLED once this process ends
  }
}

}  // namespace

Ran attempt(std::int64_t run, const Plan& plan, const Placement& placement, const Circumstances& circumstances,
            Engine& engine, Store& store, Progress& progress) {
  const PoliteInterrupt polite;
  const std::string reserve = store.home() + "/reserve";
  reserve_room(reserve, reserve_bytes);
  const Checkpoints checkpoints(store.checkpoint_folder(run));
  Recording recording(run, plan, placement, circumstances, checkpoints.standing(), engine, store, progress);
  const Course course{checkpoints.any() ? checkpoints.last() : "", circumstances.until, circumstances.pictures,
                      recording.traces()};
  Ran ran = train(run, plan, placement, course, engine, store, recording);
  ran.id = run;
  end(ran, store, recording, reserve);
  progress.ends(run, ran.status, ran.reason);  // stored by now: nobody is told of an end that is still to come
  if (ran.status == Status::finished && !ran.paused) checkpoints.remove_last();
  return ran;
}

Patience patience_before(const Circumstances& circumstances, const Store& store, Progress& progress,
                         const std::string& safe) {
  return {store.home(), circumstances.disk_wait_minutes, PoliteInterrupt::pending,
          [&progress](const std::string& sentence) { progress.waits(sentence); }, [safe] { return safe; }};
}

}  // namespace xp
