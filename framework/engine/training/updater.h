// One update of the weights: loss, backward, and the rule's step at the scheduled rate. And what belongs to updates:
// groups of batches that make one, the norm of their gradient and its limit, the average of the weights, what learns
// from which epoch on.
#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "framework/engine/execution.h"
#include "framework/engine/training/averages.h"
#include "framework/engine/training/loss.h"
#include "framework/engine/training/optimizer.h"
#include "framework/engine/training/state.h"
#include "framework/plan/plan.h"
#include "framework/plan/unfreeze.h"

namespace xp {

class Updater {
 public:
  /// Network and execution must outlive it.
  Updater(const Plan& plan, Network& network, Execution& execution, at::Device device);
  /// Before the first batch: one weight a class, and how many batches an epoch has.
  void begin(const std::vector<double>& class_weights, std::int64_t batches_per_epoch);
  /// Before the batches of an epoch, from 1, that has so many of them, the first `done` of which were learned from
  /// before. True where what is frozen has changed since the last epoch: whatever asks the network has to be another.
  bool enter(int epoch, std::int64_t batches, std::int64_t done);

  struct Done {
    double objective = 0;        // as minimised; where it is no number, nothing was updated
    Tensor probabilities;        // before the update
    double gradient_norm = NAN;  // of the update, before clipping; NaN where the batch brought none
  };
  /// Learns from what the network said of a batch. With train.accumulate = n, n batches make one update, at an epoch's
  /// end fewer: its gradient is their mean, weighted by what their images weigh. So a group of batches gives what one
  /// large batch would, whatever their sizes, but for BatchNorm, which sees each batch alone.
  Done learn(const Logits& said, const Truth& truth);
  /// N×classes, as doubles on the CPU.
  Tensor probabilities(const Tensor& logits) const { return objective_->probabilities(logits); }

  /// Of the last update, or the one that is under way; before the first, of that.
  double rate() const;
  /// See Control::scale_rate.
  void scale_rate(double factor, double smallest);
  Averages& averages() { return averages_; }

  /// All that it remembers, to the bit. `load` freezes what was frozen when it was saved: see `enter`.
  void save(State& state) const;
  void load(const State& state);

 private:
  void unfreeze_next();
  void tell_gradients() const;
  void gather(const Truth& truth);
  double update();

  Network& network_;
  Execution& execution_;
  at::Device device_;
  UpdateRule rule_;
  LossForm form_;
  std::shared_ptr<Schedule> schedule_;
  Train train_;
  std::vector<Unfreezing> unfreezings_;
  std::set<std::string> features_;  // parameters that learn at their share of the rate
  Stepper stepper_;
  Averages averages_;
  std::optional<Objective> objective_;
  Moment moment_;                         // steps: in all
  std::int64_t batches_ = 0, batch_ = 0;  // of the epoch: all, those that were learned from
  std::int64_t updates_ = 0;              // begun
  Tensor gathered_;                       // gradients of the group's batches, weighted and summed
  double weight_ = 0;                     // of the group's batches
  std::size_t stage_ = 0;                 // of unfreezings_, those that came
  bool refrozen_ = false;                 // since the last `enter`
  double rate_factor_ = 1;                // of the callbacks
};

}  // namespace xp
