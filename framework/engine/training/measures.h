// What an epoch is measured by: scores and weighted losses of what was predicted, and how its updates went.
#pragma once
#include <string>
#include <vector>

#include "framework/data/sample.h"
#include "framework/engine/network/living.h"
#include "framework/engine/training/state.h"
#include "framework/engine/training/updater.h"
#include "framework/scores/training/spikes.h"

namespace xp {

class Measures {
 public:
  explicit Measures(const Plan& plan);
  /// Before the first batch: one weight a class, and the samples with theirs, which must outlive it.
  void begin(const std::vector<double>& class_weights, const Listing& listing);

  /// All scores of the part, and its weighted_loss where classes or samples do not all weigh 1 or where something
  /// watches it: both parts are then weighted as in training.
  void score(Epoch& epoch, const std::string& part, const std::vector<Prediction>& predictions) const;

  /// A batch was learned from.
  void add(const Updater::Done& batch);
  /// Of the epoch's updates: train/gradient_norm, the mean over them before clipping, and train/largest_gradient_norm,
  /// where there were any; train/loss_spikes, how many of its batches spiked (see Spikes).
  void describe(Epoch& epoch) const;
  /// The epoch has ended.
  void next();

  void save(State& state) const;
  void load(const State& state);

 private:
  std::int64_t classes_;
  bool asked_;  // for a weighted loss
  bool weighs_ = false;
  std::vector<double> class_weights_;
  const Listing* listing_ = nullptr;
  Spikes spikes_;
  double norms_ = 0, largest_ = 0;  // sum and maximum, in this epoch
  std::int64_t updates_ = 0, leaps_ = 0;
};

/// Until its end, what the network judges shows which of its ReLUs are dead.
class DeadRelus {
 public:
  explicit DeadRelus(Execution& execution) : execution_(execution) { execution.watch(&living_); }
  ~DeadRelus() { execution_.watch(nullptr); }
  DeadRelus(const DeadRelus&) = delete;

  /// train/dead_relus: the share of all channels behind a ReLU, each counting the same, that gave 0 at every position
  /// of every image judged so far. Of what frozen features say once, nothing is counted; nothing is recorded where no
  /// ReLU was seen.
  void describe(Epoch& epoch) const {
    if (const auto dead = living_.dead()) epoch.metrics["train/dead_relus"] = *dead;
  }

 private:
  Execution& execution_;
  Living living_;
};

}  // namespace xp
