// One step of an update rule, as torch.optim defines it.
#pragma once
#include <vector>

#include "framework/engine/network.h"
#include "framework/plugin/kinds.h"

namespace xp {

class Stepper {
 public:
  Stepper(const UpdateRule& rule, const std::vector<NamedTensor>& parameters);

  void zero_gradients();
  /// `rate` is the rule's, scaled by schedule and callbacks.
  void step(double rate);

 private:
  struct Slot {
    Tensor parameter, first, second;  // moments: Adam's two, SGD's momentum in the first
  };
  void sgd(Slot& slot, const Tensor& gradient, double rate) const;
  void adam(Slot& slot, const Tensor& gradient, double rate) const;

  UpdateRule rule_;
  std::vector<Slot> slots_;
  std::int64_t steps_ = 0;
};

}  // namespace xp
