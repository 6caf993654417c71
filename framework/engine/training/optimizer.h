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
    Tensor parameter;
    float decay;
    std::int64_t begin;  // in the flat buffers
  };
  void fused(double rate);
  void sgd(const Tensor& gradient, double rate);
  void adam(const Tensor& gradient, double rate);

  UpdateRule rule_;
  std::vector<Slot> slots_;
  Tensor values_, gradients_, decay_;  // flat
  Tensor first_, second_;              // likewise: Adam's moments, SGD's momentum in the first
  std::int64_t steps_ = 0;
};

}  // namespace xp
