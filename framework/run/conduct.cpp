#include "framework/run/conduct.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "framework/base/interrupt.h"
#include "framework/base/paused.h"
#include "framework/base/text.h"
#include "framework/run/blame.h"
#include "framework/run/new_run.h"
#include "framework/run/parents.h"
#include "framework/run/resume.h"
#include "framework/run/sweep.h"

namespace xp {
namespace {

class Conducting {
 public:
  Conducting(std::int64_t sweep, const Conductor::Policy& policy, const Circumstances& given, Workers& workers,
             Store& store, Watch& watch)
      : sweep_(sweep),
        given_(given),
        workers_(workers),
        store_(store),
        watch_(watch),
        trials_(store.trials(sweep)),
        conductor_(states(sweep, store), policy, halving_of(sweep, store)),
        shares_(shares(given.threads, policy.jobs)),
        seat_(shares_.size(), 0) {
    for (const Trial& t : trials_)
      if (t.parent) parents_.insert(t.parent);
    std::erase_if(parents_, [&](std::int64_t p) { return store_.run(p).status == Status::finished; });
  }

  Conducted perform() {
    const PoliteInterrupt polite;
    for (const std::int64_t parent : parents_) store_.start(parent, this_process());
    while (true) {
      if (PoliteInterrupt::pending() && !out_.interrupted) {
        out_.interrupted = true;
        conductor_.stop();
        workers_.interrupt();
      }
      while (const auto task = conductor_.next()) begin(*task);
      if (conductor_.running() == 0) break;
      for (const Gone& gone : workers_.wait(0.25)) settle(gone);
      for (const auto& [place, text] : workers_.says()) watch_.says(place, text);
      watch_.goes_on(conductor_);
    }
    for (const std::int64_t parent : parents_) conclude_parent(parent, store_);
    return count();
  }

 private:
  const Trial& trial(int place) const { return trials_.at(static_cast<std::size_t>(place - 1)); }
  const TrialState& state(int place) const { return conductor_.states().at(static_cast<std::size_t>(place - 1)); }

  std::int64_t parent_of(const Trial& t) const { return t.after ? state(t.after).run : t.parent; }

  Circumstances circumstances(const Task& task, std::size_t seat) const {
    const Trial& t = trial(task.place);
    Circumstances c = given_;
    c.threads = shares_[seat];
    c.sweep = sweep_, c.place = task.place, c.parent = parent_of(t), c.role = t.role, c.until = task.until;
    if (c.parent)
      c.name = store_.run(c.parent).name;
    else if (!c.name.empty())
      c.name += fmt::format("-{}", task.place);
    return c;
  }

  void begin(const Task& task) {
    if (const std::int64_t parent = trial(task.place).parent; parent && store_.stop_requested(parent))
      return conductor_.ended(task.place, {TrialState::killed, task.run});
    const std::size_t seat = static_cast<std::size_t>(std::find(seat_.begin(), seat_.end(), 0) - seat_.begin());
    seat_.at(seat) = task.place;
    begun_after_[task.place] = task.run ? task.run - 1 : state(task.place).run;
    watch_.begins(task.place);
    workers_.start({task, trial(task.place), circumstances(task, seat)});
  }

  /// The run that the worker made, or went on with; its row says RUNNING where nobody ended it.
  std::optional<RunRow> run_of(int place) const {
    std::optional<RunRow> out;
    for (const RunRow& run : store_.runs_of_sweep(sweep_))
      if (run.place == place && run.id > begun_after_.at(place)) out = run;
    return out;
  }

  void settle(const Gone& gone) {
    const auto seat = std::find(seat_.begin(), seat_.end(), gone.place);
    *seat = 0;
    out_.refused = out_.refused || gone.code == static_cast<int>(Exit::no);
    std::optional<RunRow> run = run_of(gone.place);
    const bool stopped = out_.interrupted && (gone.code == static_cast<int>(Exit::interrupted) || gone.signal);
    Conductor::Outcome outcome{TrialState::waiting, run ? run->id : 0};
    if (!run && !stopped) {
      outcome.run = add_failed(gone, static_cast<std::size_t>(seat - seat_.begin()));
      outcome.state = TrialState::failed;
    } else if (run) {
      if (const auto verdict = blame(*run, gone, stopped)) store_.end(run->id, verdict->status, verdict->reason);
      outcome = outcome_of(store_.run(run->id), gone);
    }
    if (outcome.state == TrialState::failed || outcome.crashed) ++out_.failed_now;
    conductor_.ended(gone.place, outcome);
    watch_.ended(gone.place, outcome.run, conductor_);
    if (const std::int64_t parent = trial(gone.place).parent; parent && none_left(parent))
      conclude_parent(parent, store_);
  }

  Conductor::Outcome outcome_of(RunRow run, const Gone& gone) {
    const Plan plan = plan_from_json(trial(gone.place).plan);
    Conductor::Outcome out{TrialState::finished, run.id, monitored(run, plan, store_)};
    if (run.status == Status::failed) out.state = TrialState::failed;
    if (run.status == Status::killed) out.state = TrialState::killed, out.crashed = gone.signal && !out_.interrupted;
    if (run.paused) {
      out.state = TrialState::paused;
      store_.end(run.id, Status::finished, pause_reason(halved, run.epochs, run.epochs_planned), true);
    }
    return out;
  }

  /// A worker that came to no run of its own leaves one all the same: a trial is never without an account of it. What
  /// the engine would have made of its precision is not known.
  std::int64_t add_failed(const Gone& gone, std::size_t seat) {
    const Plan plan = plan_from_json(trial(gone.place).plan);
    const Circumstances c = circumstances({gone.place}, seat);
    std::int64_t id = 0;
    store_.atomically([&] {
      id = add_run(new_run(plan, c, facts_of(wish(plan, c.threads, c.precision))), c, store_);
      store_.end(id, Status::failed, reason_of(gone));
    });
    return id;
  }

  bool none_left(std::int64_t parent) const {
    return std::none_of(trials_.begin(), trials_.end(), [&](const Trial& t) {
      const TrialState::State s = state(t.place).state;
      return t.parent == parent && (s == TrialState::waiting || s == TrialState::running);
    });
  }

  Conducted count() {
    out_.finished = conductor_.count(TrialState::finished);
    out_.paused = conductor_.count(TrialState::paused);
    out_.failed = conductor_.count(TrialState::failed);
    out_.killed = conductor_.count(TrialState::killed);
    out_.left = conductor_.count(TrialState::waiting);
    return out_;
  }

  std::int64_t sweep_;
  Circumstances given_;
  Workers& workers_;
  Store& store_;
  Watch& watch_;
  std::vector<Trial> trials_;
  Conductor conductor_;
  std::vector<int> shares_, seat_;  // cores of a worker; the place of its trial, 0: free
  std::map<int, std::int64_t> begun_after_;
  std::set<std::int64_t> parents_;  // that are not FINISHED
  Conducted out_;
};

/// Workers die with their conductor, but not in the same instant.
void await_orphans(std::int64_t sweep, const Store& store) {
  for (int tries = 0;; ++tries) {
    const std::vector<RunRow> runs = store.runs_of_sweep(sweep);
    const auto busy = std::find_if(runs.begin(), runs.end(), [](const RunRow& run) {
      return run.status == Status::running || run.status == Status::scheduled;
    });
    if (busy == runs.end()) return;
    if (tries == 100)
      throw Error(fmt::format("{}, trial {} of {}, is running in another process", run_name(busy->id), busy->place,
                              sweep_name(sweep)),
                  fmt::format("wait for it, or xp stop {}; then the same command goes on", run_name(busy->id)));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

std::string shortfall(const Conducted& c) {
  std::vector<std::string> out;
  for (const auto& [n, what] : {std::pair{c.failed, "FAILED"}, {c.killed, "KILLED"}, {c.left, "not begun"}})
    if (n) out.push_back(fmt::format("{} {}", n, what));
  return join(out);
}

Conducted conduct(std::int64_t sweep, const Conductor::Policy& policy, const Circumstances& given, Workers& workers,
                  Store& store, Watch& watch) {
  refuse_foreign(sweep, store);
  store.claim_sweep(sweep, {given.strict, given.pictures});
  try {
    await_orphans(sweep, store);
    reopen_parents(sweep, given, store);
    const Conducted done = Conducting(sweep, policy, given, workers, store, watch).perform();
    const bool whole = done.killed == 0 && done.left == 0 && !done.interrupted;
    store.end_sweep(sweep, whole ? Status::finished : Status::killed, shortfall(done));
    return done;
  } catch (...) {
    store.end_sweep(sweep, Status::killed, "could not go on");
    throw;
  }
}

}  // namespace xp
