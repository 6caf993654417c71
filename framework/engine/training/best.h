// The one mechanism that decides which weights are kept: for the best epoch by `train.monitor`, for early stopping and
// for the end. Restored on every way out.
#pragma once
#include <vector>

#include "framework/engine/network/network.h"
#include "framework/engine/training/state.h"
#include "framework/plugin/kinds.h"
#include "framework/scores/prediction.h"

namespace xp {

class Best {
 public:
  /// From epoch `from` on the network is another one, the average of epochs: those before it count until then alone.
  Best(std::string monitor, const Network& network, int from = 0);

  /// Keeps a copy of the weights when this epoch is the best so far, the first of equals; never one whose monitor is
  /// NaN.
  void offer(const Epoch& epoch, std::vector<Prediction> validation);
  /// Back to the kept weights; nothing where no epoch ended.
  void restore() const;

  void save(State& state) const;
  void load(const State& state);

  int epoch() const { return epoch_; }  // 0: none yet
  const std::vector<Prediction>& validation() const { return validation_; }

 private:
  std::string monitor_;
  std::vector<NamedTensor> state_;
  std::vector<Tensor> kept_;
  std::vector<Prediction> validation_;
  double value_;
  int from_, epoch_ = 0;
};

}  // namespace xp
