// Asynchronous successive halving: who trains on, and how far. Pure: no clock, no file, no process.
// Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht, Talwalkar: "A System for Massively Parallel
// Hyperparameter Tuning", MLSys 2020, algorithm 2.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "framework/plan/search.h"
#include "framework/scores/score.h"

namespace xp {

/// Epochs at which trials are judged: minimum, minimum·reduction, …, and `epochs` in place of the last power that does
/// not pass it. `epochs` alone where it is less than minimum·reduction.
std::vector<int> rungs(int minimum, int reduction, int epochs);

/// Hands out work for any number of workers. What it decides follows from the reports so far, in whatever order they
/// came: of equal values the earlier trial goes first. So a search that was interrupted is restored by reporting again
/// what the store knows, rung by rung; what was handed out and never reported is handed out again. What ended by its
/// own will is reported on its own rung alone, and promoted anew where it still belongs to the best there.
///
/// The rule: from the highest rung down, the best unpromoted trial among the best 1/reduction of a rung goes on to the
/// next one; else a new trial begins. Beyond the paper, whose stream of trials never ends: when all have begun, none
/// runs and none may be promoted, and still no trial has been trained whole, the best of the highest rung goes on.
///
/// What it spares, and what it may miss: docs/results.md (81 simulated trials of 81 epochs, reduction 3: the best found
/// 190 times out of 240 in 390 epochs instead of 6561).
class SuccessiveHalving {
 public:
  struct Job {
    std::size_t trial = 0;
    int rung = 0;
    int until = 0;  // epochs that have ended, counted from the trial's first
    bool operator==(const Job&) const = default;
  };
  enum class Outcome {
    paused,  // trained as far as it was asked
    ended,   // by its own will, such as early stopping: its value is final, and stands for higher rungs too
    failed,  // never promoted; counts as a member of its rung
  };

  /// `rungs`: epochs, ascending. `better`: the direction of the monitored score.
  SuccessiveHalving(std::size_t trials, std::vector<int> rungs, int reduction, Direction better);

  /// What a free worker does now. None: wait for a report, or, when `done`, stop.
  std::optional<Job> next();
  /// `value`: of the monitor, in the best epoch so far; NaN is never promoted. Also of a job that an earlier process
  /// was handed. Reporting the same twice changes nothing. Throws Error on a trial or rung that there is not.
  void report(std::size_t trial, int rung, double value, Outcome outcome = Outcome::paused);
  /// Gives a job back unfinished, such as one that was interrupted: `next` may hand it out again.
  void give_back(std::size_t trial);
  /// Nothing runs, and nothing is left to hand out.
  bool done() const;

  /// The best value of the highest rung that has one; none before the first report that is a number.
  std::optional<std::size_t> best() const;
  /// Epochs that were trained for the reports so far; of a trial that ended by its own will, those that it was asked
  /// for.
  std::int64_t epochs() const;
  const std::vector<int>& rungs() const { return rungs_; }

 private:
  struct Entry {
    std::size_t trial = 0;
    double value = 0;
  };
  struct Trial {
    int rung = -1;  // the highest that was reported
    double value = 0;
    Outcome outcome = Outcome::paused;
    int running = -1;  // the rung that it is on its way to
  };
  bool goes_before(const Entry& a, const Entry& b) const;
  std::optional<std::size_t> promotable(int rung) const;
  std::optional<Job> choose() const;
  int top() const { return static_cast<int>(rungs_.size()) - 1; }

  std::vector<int> rungs_;
  int reduction_;
  Direction better_;
  std::vector<Trial> trials_;
  std::vector<std::vector<Entry>> members_;  // of each rung
};

/// Epochs that halving will train in all, about: the mean over a few simulated searches whose trials are ranked at
/// random.
std::int64_t expected_epochs(std::size_t trials, const std::vector<int>& rungs, int reduction);

}  // namespace xp
