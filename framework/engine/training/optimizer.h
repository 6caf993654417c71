// Steps of an update rule, as torch.optim defines them. On a CPU the parameters, their gradients and the rule's moments
// lie in one flat buffer each, and one pass over them is a step; elsewhere LibTorch's operators do it.
#pragma once
#include <vector>

#include "framework/engine/network/network.h"
#include "framework/plugin/kinds.h"

namespace xp {

class Stepper {
 public:
  /// Moves the parameters' data and gradients into the flat buffers; shapes, strides and values stay.
  Stepper(const UpdateRule& rule, const std::vector<NamedTensor>& parameters);

  void zero_gradients();
  /// `rate` is the rule's, scaled by schedule and callbacks.
  void step(double rate);

 private:
  struct Slot {
    Tensor parameter, first, second;  // moments: Adam's two, SGD's momentum in the first
    bool decays;
    std::int64_t begin;  // in the flat buffers
  };
  void fused(double rate);
  void sgd(Slot& slot, const Tensor& gradient, double rate) const;
  void adam(Slot& slot, const Tensor& gradient, double rate) const;

  UpdateRule rule_;
  std::vector<Slot> slots_;
  Tensor values_, gradients_, first_, second_;  // flat
  std::int64_t steps_ = 0;
};

}  // namespace xp
