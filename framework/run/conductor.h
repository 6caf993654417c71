// What a sweep does next. Pure: no clock, no file, no process.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "framework/plan/halving.h"
#include "framework/store/record.h"

namespace xp {

/// What is known of a trial.
struct TrialState {
  enum State {
    waiting,
    running,
    finished,
    paused,  // by successive halving, which may let it go on
    failed,
    killed
  } state = waiting;
  std::int64_t run = 0;  // the last of its runs, or the one that stands for it; 0: none
  int failures = 0;      // runs of it that FAILED
  int after = 0;         // the place of the trial that has to end first; 0: none
  int epochs = 1;        // that its plan trains
  int reached = 0;       // of them, by its last run
};

struct Task {
  int place = 0;         // from 1
  std::int64_t run = 0;  // the run to go on with; 0: a new one
  int until = 0;         // pauses after this epoch; 0: goes to the plan's end
  bool operator==(const Task&) const = default;
};

class Conductor {
 public:
  struct Policy {
    int jobs = 1;                  // at a time
    int retries = 0;               // new runs of a trial that FAILED
    bool stop_on_failure = false;  // begins nothing more once a trial FAILED for good
  };
  /// What a run came to.
  struct Outcome {
    TrialState::State state = TrialState::finished;
    std::int64_t run = 0;
    double value = 0;      // of the monitored score in its best epoch: for successive halving
    bool crashed = false;  // killed by nobody's wish, such as for want of memory: counts as a failure
  };

  /// States by place, the first being 1. Trials that were KILLED earlier are open again; so are those that FAILED, as
  /// long as retries are left.
  Conductor(std::vector<TrialState> states, const Policy& policy, std::optional<SuccessiveHalving> halving = {});

  /// What a free worker does now. None: wait for one to end, or, when `done`, stop.
  std::optional<Task> next();
  void ended(int place, const Outcome& outcome);
  /// Begins nothing more.
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }
  /// Nothing runs, and nothing is left to begin.
  bool done();

  int running() const { return running_; }
  int jobs() const { return policy_.jobs; }
  const std::vector<TrialState>& states() const { return states_; }
  int count(TrialState::State state) const;

 private:
  std::optional<Task> choose();
  std::optional<Task> promoted();
  bool open(const TrialState& state) const;
  TrialState& at(int place) { return states_.at(static_cast<std::size_t>(place - 1)); }
  void judge(int place, const Outcome& outcome, bool again);

  std::vector<TrialState> states_;
  Policy policy_;
  std::optional<SuccessiveHalving> halving_;
  std::vector<bool> left_;  // by place: not begun again by this conductor
  std::vector<int> rung_;   // by place: that halving sent it to
  int running_ = 0;
  bool stopped_ = false;
};

}  // namespace xp
