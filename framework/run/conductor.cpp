#include "framework/run/conductor.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xp {

Conductor::Conductor(std::vector<TrialState> states, const Policy& policy, std::optional<SuccessiveHalving> halving)
    : states_(std::move(states)),
      policy_(policy),
      halving_(std::move(halving)),
      left_(states_.size(), false),
      rung_(states_.size(), 0) {
  if (!halving_) return;
  const std::vector<int>& rungs = halving_->rungs();
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (states_[i].state != TrialState::failed || open(states_[i])) continue;
    const auto towards = std::upper_bound(rungs.begin(), rungs.end() - 1, states_[i].reached);
    halving_->report(i, static_cast<int>(towards - rungs.begin()), std::numeric_limits<double>::quiet_NaN(),
                     SuccessiveHalving::Outcome::failed);
  }
}

bool Conductor::open(const TrialState& s) const {
  return s.state == TrialState::waiting || s.state == TrialState::killed ||
         (s.state == TrialState::failed && s.failures <= policy_.retries);
}

std::optional<Task> Conductor::next() {
  if (stopped_ || running_ >= policy_.jobs) return std::nullopt;
  const std::optional<Task> task = halving_ ? promoted() : choose();
  if (task) at(task->place).state = TrialState::running, ++running_;
  return task;
}

std::optional<Task> Conductor::choose() {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const TrialState& s = states_[i];
    if (!open(s) || left_[i]) continue;
    if (s.after > 0) {
      const std::size_t first = static_cast<std::size_t>(s.after - 1);
      if (states_[first].state == TrialState::running || (open(states_[first]) && !left_[first])) continue;
      if (states_[first].run == 0) continue;  // there is nothing that it could be a part of
    }
    return Task{static_cast<int>(i) + 1, s.state == TrialState::killed ? s.run : 0, 0};
  }
  return std::nullopt;
}

std::optional<Task> Conductor::promoted() {
  const std::optional<SuccessiveHalving::Job> job = halving_->next();
  if (!job) return std::nullopt;
  const TrialState& s = states_[job->trial];
  rung_[job->trial] = job->rung;
  const bool goes_on = s.state == TrialState::killed || s.state == TrialState::paused;
  return Task{static_cast<int>(job->trial) + 1, goes_on ? s.run : 0, job->until >= s.epochs ? 0 : job->until};
}

void Conductor::ended(int place, const Outcome& outcome) {
  TrialState& s = at(place);
  --running_;
  s.state = outcome.state;
  if (outcome.run) s.run = outcome.run;
  const bool failed = outcome.state == TrialState::failed || outcome.crashed;
  if (failed) ++s.failures;
  const bool again = failed && s.failures <= policy_.retries;
  if (failed && !again && policy_.stop_on_failure) stopped_ = true;
  if (outcome.state == TrialState::killed || failed) left_[static_cast<std::size_t>(place - 1)] = !again;
  if (halving_) judge(place, outcome, again);
}

/// Failed for this command: a trial that was killed is handed out again by the next one, which is told nothing of it.
void Conductor::judge(int place, const Outcome& outcome, bool again) {
  using Judged = SuccessiveHalving::Outcome;
  const std::size_t trial = static_cast<std::size_t>(place - 1);
  if (again || outcome.state == TrialState::waiting) return halving_->give_back(trial);
  const bool good = outcome.state == TrialState::finished || outcome.state == TrialState::paused;
  halving_->report(trial, rung_[trial], good ? outcome.value : std::numeric_limits<double>::quiet_NaN(),
                   !good                                 ? Judged::failed
                   : outcome.state == TrialState::paused ? Judged::paused
                                                         : Judged::ended);
}

bool Conductor::done() {
  if (running_ > 0) return false;
  if (stopped_) return true;
  if (halving_) return halving_->done();
  return !choose();
}

int Conductor::count(TrialState::State state) const {
  return static_cast<int>(
      std::count_if(states_.begin(), states_.end(), [&](const TrialState& s) { return s.state == state; }));
}

}  // namespace xp
