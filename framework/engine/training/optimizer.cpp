#include "framework/engine/training/optimizer.h"

#include <cmath>

#include "framework/engine/compiled/arena.h"
#include "framework/engine/compiled/updates.h"

namespace xp {
namespace {

/// Slots begin at whole cache lines.
std::int64_t room_of(const Tensor& t) { return (t.numel() + 15) / 16 * 16; }

/// L2 on kernels alone spares biases and BatchNorm's parameters, which have one dimension.
bool decays(const UpdateRule& rule, const Tensor& t) {
  return rule.weight_decay != 0 && (!rule.decays_kernels_only || t.dim() > 1);
}

}  // namespace

Stepper::Stepper(const UpdateRule& rule, const std::vector<NamedTensor>& parameters) : rule_(rule) {
  std::int64_t size = 0;
  for (const NamedTensor& p : parameters) size += room_of(p.tensor);
  const at::NoGradGuard no_gradients;
  const auto flat = [&](bool wanted) {
    if (!wanted || parameters.empty()) return Tensor();
    Tensor t = at::empty(size, parameters[0].tensor.options().requires_grad(false));
    if (t.device().is_cpu()) prefer_large_pages(t.data_ptr(), t.nbytes());
    return t.zero_();
  };
  values_ = flat(true), gradients_ = flat(true);
  first_ = flat(rule.rule == UpdateRule::adam || rule.momentum != 0), second_ = flat(rule.rule == UpdateRule::adam);
  std::int64_t at = 0;
  for (const NamedTensor& p : parameters) {
    const auto view = [&](const Tensor& all) {
      return all.defined() ? at::as_strided(all, p.tensor.sizes(), p.tensor.strides(), at) : Tensor();
    };
    Tensor parameter = p.tensor;
    const Tensor value = view(values_);
    value.copy_(parameter);
    parameter.set_data(value);
    parameter.mutable_grad() = view(gradients_);
    slots_.push_back({parameter, view(first_), view(second_), decays(rule, parameter), at});
    at += room_of(parameter);
  }
}

void Stepper::zero_gradients() {
  if (gradients_.defined()) gradients_.zero_();
}

void Stepper::step(double rate) {
  const at::NoGradGuard no_gradients;
  ++steps_;
  if (values_.defined() && values_.device().is_cpu()) return fused(rate);
  for (Slot& slot : slots_) {
    Tensor gradient = slot.parameter.grad();
    if (slot.decays) gradient = gradient.add(slot.parameter, rule_.weight_decay);
    rule_.rule == UpdateRule::adam ? adam(slot, gradient, rate) : sgd(slot, gradient, rate);
  }
}

void Stepper::fused(double rate) {
  const auto at = [](const Tensor& t) { return t.defined() ? t.data_ptr<float>() : nullptr; };
  const double t = static_cast<double>(steps_);
  Update u;
  u.rate = static_cast<float>(rate);
  u.momentum = static_cast<float>(rule_.momentum);
  u.nesterov = rule_.nesterov;
  if (rule_.rule == UpdateRule::adam) {
    u.beta1 = static_cast<float>(rule_.beta1), u.beta2 = static_cast<float>(rule_.beta2);
    u.share1 = static_cast<float>(1 - rule_.beta1), u.share2 = static_cast<float>(1 - rule_.beta2);
    u.rate = static_cast<float>(rate / (1 - std::pow(rule_.beta1, t)));
    u.correction = static_cast<float>(1 / std::sqrt(1 - std::pow(rule_.beta2, t)));
    u.epsilon = static_cast<float>(rule_.epsilon);
  }
  std::vector<UpdateSegment> segments;
  for (const Slot& s : slots_)
    segments.push_back(
        {s.begin, s.begin + s.parameter.numel(), s.decays ? static_cast<float>(rule_.weight_decay) : 0.0f});
  const auto update = rule_.rule == UpdateRule::adam ? updates().adam
                      : rule_.momentum != 0          ? updates().sgd_with_momentum
                                                     : updates().sgd;
  update(u, segments, at(values_), at(gradients_), at(first_), at(second_));
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
