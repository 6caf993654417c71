// The averaged network: what is judged and kept while training goes on with the raw one. Exponential (EMA,
// `train.moving_average`): after every update average ← d · average + (1 - d) · weights, from the first update's
// weights on, BatchNorm's statistics likewise. Of epochs (SWA, Izmailov et al. 2018; `train.average_from`): the mean of
// the weights at the ends of epochs, BatchNorm's statistics estimated anew for it on the training part. Both are what
// torch.optim.swa_utils.AveragedModel computes, the first with use_buffers, the second with update_bn.
#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "framework/engine/execution.h"
#include "framework/engine/network/network.h"
#include "framework/engine/training/state.h"
#include "framework/plan/train.h"

namespace xp {

using Piece = std::vector<int>;  // samples of a batch

class Averages {
 public:
  /// Network and execution must outlive it.
  Averages(const Train& train, const Network& network, Execution& execution);

  /// After every update.
  void updated();
  /// Whether `shown` looks at the training part at the end of this epoch.
  bool looks_again(int epoch) const;

  /// While it lives, the network is the averaged one, to the bit the raw one afterwards; where nothing is averaged, the
  /// raw one all along.
  class Shown {
   public:
    explicit Shown(Averages* averages) : averages_(averages) {}
    Shown(Shown&& other) noexcept : averages_(std::exchange(other.averages_, nullptr)) {}
    ~Shown() {
      if (averages_) averages_->exchange();
    }

   private:
    Averages* averages_;
  };
  /// At the end of every epoch; what is asked again of an epoch is the same. `pieces` are the epoch's batches; `see`
  /// passes one of them through the network in training, for its BatchNorms.
  Shown shown(int epoch, const std::vector<Piece>& pieces, const std::function<void(const Piece&)>& see);

  void save(State& state) const;
  void load(const State& state);

 private:
  void add(double share);
  void exchange();

  double stays_;  // of an exponential average; 0: none
  int from_;      // epoch; 0: never
  const Network& network_;
  Execution& execution_;
  std::vector<NamedTensor> state_;
  std::vector<Tensor> averages_;  // empty where nothing is averaged
  std::int64_t count_ = 0;        // of what was averaged
  int last_ = 0;                  // epoch that was
};

}  // namespace xp
