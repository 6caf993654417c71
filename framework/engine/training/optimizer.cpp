#include "framework/engine/training/optimizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "framework/base/error.h"
#include "framework/engine/compiled/arena.h"
#include "framework/engine/compiled/updates.h"

namespace xp {
namespace {

/// Slots begin at whole cache lines. What lies between them is 0 and stays so under every rule.
std::int64_t room_of(const Tensor& t) { return (t.numel() + 15) / 16 * 16; }

bool is_adam(const UpdateRule& rule) { return rule.rule == UpdateRule::adam || rule.rule == UpdateRule::adamw; }

/// Kernels alone: not biases and BatchNorm's parameters, which have one dimension.
double decay_of(const UpdateRule& rule, const Tensor& t) {
  return !rule.decays_kernels_only || t.dim() > 1 ? rule.weight_decay : 0;
}

}  // namespace

Stepper::Stepper(const UpdateRule& rule, const std::vector<NamedTensor>& parameters,
                 const std::set<std::string>& features, const Stepper* before)
    : rule_(rule), round_(before ? before->round_ + 1 : 0) {
  if (parameters.empty()) return;
  std::map<std::tuple<int, double, double>, std::vector<const NamedTensor*>> alike;
  for (const NamedTensor& p : parameters) {
    const Slot* known = before ? before->find(p.name) : nullptr;
    const double share = features.count(p.name) ? rule.features_share : 1;
    alike[{known ? known->joined : round_, share, decay_of(rule, p.tensor)}].push_back(&p);
  }
  std::int64_t size = 0;
  for (const auto& [key, members] : alike) {
    const auto [joined, share, decay] = key;
    const std::int64_t begin = size;
    for (const NamedTensor* p : members) {
      slots_.push_back({p->name, p->tensor, size, groups_.size(), joined});
      size += room_of(p->tensor);
    }
    groups_.push_back({begin, size, decay, share, 0});
  }
  const at::TensorOptions options = parameters[0].tensor.options().requires_grad(false);
  fuses_ = options.device().is_cpu() && options.dtype() == at::kFloat;
  const auto flat = [&](bool wanted) {
    if (!wanted) return Tensor();
    Tensor t = at::empty(size, options);
    if (fuses_) prefer_large_pages(t.data_ptr(), t.nbytes());
    return t.zero_();
  };
  const bool squares = is_adam(rule) || rule.rule == UpdateRule::rmsprop;
  values_ = flat(true), gradients_ = flat(true);
  first_ = flat(is_adam(rule) || rule.momentum != 0), second_ = flat(squares);
  const at::NoGradGuard no_gradients;
  if (before) carry_over(*before);
  for (Slot& s : slots_) {
    const Tensor value = view(values_, s);
    value.copy_(s.parameter);
    s.parameter.set_data(value);
    s.parameter.mutable_grad() = view(gradients_, s);
  }
}

const Stepper::Slot* Stepper::find(const std::string& name) const {
  const auto it = std::find_if(slots_.begin(), slots_.end(), [&](const Slot& s) { return s.name == name; });
  return it == slots_.end() ? nullptr : &*it;
}

Tensor Stepper::view(const Tensor& all, const Slot& s) const {
  return at::as_strided(all, s.parameter.sizes(), s.parameter.strides(), s.begin);
}

void Stepper::carry_over(const Stepper& before) {
  for (const Slot& old : before.slots_) {
    Tensor parameter = old.parameter;
    parameter.mutable_grad() = Tensor();
    const Slot* s = find(old.name);
    if (!s) continue;
    groups_[s->group].steps = before.groups_[old.group].steps;
    if (first_.defined()) view(first_, *s).copy_(before.view(before.first_, old));
    if (second_.defined()) view(second_, *s).copy_(before.view(before.second_, old));
  }
}

void Stepper::zero_gradients() {
  if (gradients_.defined()) gradients_.zero_();
}

double Stepper::gradient_norm() const {
  if (!gradients_.defined()) return 0;
  if (!fuses_) return gradients_.norm().item<double>();
  return std::sqrt(updates().sum_of_squares(gradients_.data_ptr<float>(), gradients_.numel()));
}

double clip(Stepper& stepper, double limit) {
  const at::NoGradGuard no_gradients;
  const double norm = stepper.gradient_norm(), scale = limit / (norm + 1e-6);
  if (limit > 0 && !(scale >= 1)) stepper.gradients().mul_(scale);
  return norm;
}

void Stepper::step(double rate) {
  const at::NoGradGuard no_gradients;
  for (Group& group : groups_) ++group.steps;
  if (groups_.empty()) return;
  if (fuses_) return fused(rate);
  for (const Group& group : groups_) plain(group, rate);
}

void Stepper::fused(double rate) {
  const auto at = [](const Tensor& t) { return t.defined() ? t.data_ptr<float>() : nullptr; };
  const double beta2 = is_adam(rule_) ? rule_.beta2 : rule_.smoothing;
  Update u;
  u.momentum = static_cast<float>(rule_.momentum);
  u.nesterov = rule_.nesterov;
  u.beta1 = static_cast<float>(rule_.beta1), u.beta2 = static_cast<float>(beta2);
  u.share1 = static_cast<float>(1 - rule_.beta1), u.share2 = static_cast<float>(1 - beta2);
  u.epsilon = static_cast<float>(rule_.epsilon);
  std::vector<UpdateSegment> segments;
  for (const Group& g : groups_) {
    const auto t = static_cast<double>(g.steps);
    const double own = rate * g.share;
    const double warm = is_adam(rule_) ? own / (1 - std::pow(rule_.beta1, t)) : own;
    const double correction = is_adam(rule_) ? 1 / std::sqrt(1 - std::pow(beta2, t)) : 1;
    const double decay = rule_.rule == UpdateRule::adamw ? own * g.decay : g.decay;
    segments.push_back(
        {g.begin, g.end, static_cast<float>(warm), static_cast<float>(decay), static_cast<float>(correction)});
  }
  const Updates& all = updates();
  const auto update = [&] {
    switch (rule_.rule) {
      case UpdateRule::sgd: return rule_.momentum != 0 ? all.sgd_with_momentum : all.sgd;
      case UpdateRule::adam: return all.adam;
      case UpdateRule::adamw: return all.adamw;
      case UpdateRule::rmsprop: return rule_.momentum != 0 ? all.rmsprop_with_momentum : all.rmsprop;
    }
    return all.sgd;
  }();
  update(u, segments, at(values_), at(gradients_), at(first_), at(second_));
}

/// In the order of torch.optim's SGD, Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) and RMSprop
/// (Hinton's lecture, 2012).
void Stepper::plain(const Group& group, double rate) {
  const auto part = [&](const Tensor& all) {
    return all.defined() ? all.narrow(0, group.begin, group.end - group.begin) : Tensor();
  };
  Tensor w = part(values_), g = part(gradients_), first = part(first_), second = part(second_);
  const double own = rate * group.share, t = static_cast<double>(group.steps), momentum = rule_.momentum;
  const bool decoupled = rule_.rule == UpdateRule::adamw;
  if (group.decay != 0) decoupled ? w.mul_(1 - own * group.decay) : g = g.add(w, group.decay);
  switch (rule_.rule) {
    case UpdateRule::sgd:
      if (momentum != 0) {
        first.mul_(momentum).add_(g);
        g = rule_.nesterov ? g.add(first, momentum) : first;
      }
      w.add_(g, -own);
      return;
    case UpdateRule::adam:
    case UpdateRule::adamw: {
      first.mul_(rule_.beta1).add_(g, 1 - rule_.beta1);
      second.mul_(rule_.beta2).addcmul_(g, g, 1 - rule_.beta2);
      const Tensor denominator = second.sqrt().div_(std::sqrt(1 - std::pow(rule_.beta2, t))).add_(rule_.epsilon);
      w.addcdiv_(first, denominator, -own / (1 - std::pow(rule_.beta1, t)));
      return;
    }
    case UpdateRule::rmsprop: {
      second.mul_(rule_.smoothing).addcmul_(g, g, 1 - rule_.smoothing);
      const Tensor denominator = second.sqrt().add_(rule_.epsilon);
      if (momentum == 0) {
        w.addcdiv_(g, denominator, -own);
        return;
      }
      first.mul_(momentum).addcdiv_(g, denominator);
      w.add_(first, -own);
      return;
    }
  }
}

void Stepper::save(State& state) const {
  if (first_.defined()) state.put("optimizer/first", first_);
  if (second_.defined()) state.put("optimizer/second", second_);
  for (std::size_t i = 0; i < groups_.size(); ++i) state.put(fmt::format("optimizer/steps/{}", i), groups_[i].steps);
}

void Stepper::load(const State& state) {
  if (first_.defined()) take(state, "optimizer/first", first_);
  if (second_.defined()) take(state, "optimizer/second", second_);
  for (std::size_t i = 0; i < groups_.size(); ++i)
    groups_[i].steps = state.integer(fmt::format("optimizer/steps/{}", i));
}

}  // namespace xp
