#include "framework/engine/optimizer.h"

#include <cmath>

namespace xp {

Stepper::Stepper(const UpdateRule& rule, const std::vector<NamedTensor>& parameters) : rule_(rule) {
  for (const NamedTensor& p : parameters) {
    Slot slot{p.tensor, {}, {}};
    if (rule.rule == UpdateRule::adam || rule.momentum != 0) slot.first = at::zeros_like(p.tensor);
    if (rule.rule == UpdateRule::adam) slot.second = at::zeros_like(p.tensor);
    slots_.push_back(std::move(slot));
  }
}

void Stepper::zero_gradients() {
  for (Slot& slot : slots_) slot.parameter.mutable_grad() = Tensor();
}

void Stepper::step(double rate) {
  const at::NoGradGuard no_gradients;
  ++steps_;
  for (Slot& slot : slots_) {
    if (!slot.parameter.grad().defined()) continue;  // a branch that this batch did not use
    Tensor gradient = slot.parameter.grad();
    if (rule_.weight_decay != 0) gradient = gradient.add(slot.parameter, rule_.weight_decay);
    rule_.rule == UpdateRule::adam ? adam(slot, gradient, rate) : sgd(slot, gradient, rate);
  }
}

/// torch.optim.SGD: v ← μ·v + g; w ← w − rate·v, with Nesterov w ← w − rate·(g + μ·v).
void Stepper::sgd(Slot& slot, const Tensor& gradient, double rate) const {
  if (rule_.momentum == 0) {
    slot.parameter.add_(gradient, -rate);
    return;
  }
  slot.first.mul_(rule_.momentum).add_(gradient);
  slot.parameter.add_(rule_.nesterov ? gradient.add(slot.first, rule_.momentum) : slot.first, -rate);
}

/// Kingma and Ba 2015, in the order of torch.optim.Adam.
void Stepper::adam(Slot& slot, const Tensor& gradient, double rate) const {
  const double t = static_cast<double>(steps_);
  slot.first.mul_(rule_.beta1).add_(gradient, 1 - rule_.beta1);
  slot.second.mul_(rule_.beta2).addcmul_(gradient, gradient, 1 - rule_.beta2);
  const Tensor denominator = slot.second.sqrt().div_(std::sqrt(1 - std::pow(rule_.beta2, t))).add_(rule_.epsilon);
  slot.parameter.addcdiv_(slot.first, denominator, -rate / (1 - std::pow(rule_.beta1, t)));
}

}  // namespace xp
