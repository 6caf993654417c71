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
  const bool fuses = parameters.empty() || parameters[0].tensor.device().is_cpu();
  values_ = flat(true), gradients_ = flat(true), decay_ = flat(rule.weight_decay != 0 && !fuses);
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
    const double decay = decays(rule, parameter) ? rule.weight_decay : 0;
    if (decay_.defined()) view(decay_).fill_(decay);
    slots_.push_back({parameter, static_cast<float>(decay), at});
    at += room_of(parameter);
  }
}

void Stepper::zero_gradients() {
  if (gradients_.defined()) gradients_.zero_();
}

void Stepper::step(double rate) {
  const at::NoGradGuard no_gradients;
  ++steps_;
  if (!values_.defined()) return;
  if (values_.device().is_cpu()) return fused(rate);
  const Tensor gradient = decay_.defined() ? gradients_.addcmul(decay_, values_) : gradients_;
  rule_.rule == UpdateRule::adam ? adam(gradient, rate) : sgd(gradient, rate);
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
  for (const Slot& s : slots_) segments.push_back({s.begin, s.begin + s.parameter.numel(), s.decay});
  const auto update = rule_.rule == UpdateRule::adam ? updates().adam
                      : rule_.momentum != 0          ? updates().sgd_with_momentum
                                                     : updates().sgd;
  update(u, segments, at(values_), at(gradients_), at(first_), at(second_));
}

/// torch.optim.SGD: v ← μ·v + g; w ← w − rate·v, with Nesterov w ← w − rate·(g + μ·v).
void Stepper::sgd(const Tensor& gradient, double rate) {
  if (rule_.momentum == 0) {
    values_.add_(gradient, -rate);
    return;
  }
  first_.mul_(rule_.momentum).add_(gradient);
  values_.add_(rule_.nesterov ? gradient.add(first_, rule_.momentum) : first_, -rate);
}

/// Kingma and Ba 2015, in the order of torch.optim.Adam.
void Stepper::adam(const Tensor& gradient, double rate) {
  const double t = static_cast<double>(steps_);
  first_.mul_(rule_.beta1).add_(gradient, 1 - rule_.beta1);
  second_.mul_(rule_.beta2).addcmul_(gradient, gradient, 1 - rule_.beta2);
  const Tensor denominator = second_.sqrt().div_(std::sqrt(1 - std::pow(rule_.beta2, t))).add_(rule_.epsilon);
  values_.addcdiv_(first_, denominator, -rate / (1 - std::pow(rule_.beta1, t)));
}

}  // namespace xp
