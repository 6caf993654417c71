// One pass over flat buffers against the formulas of torch.optim written with LibTorch's operators in float64; the
// numbers of torch.optim itself are in optimizer_test.cpp.
#include "framework/engine/training/optimizer.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/engine/compiled/rows.h"

using namespace xp;
using namespace xp::test;

namespace {

/// A kernel that is cut into several pieces, one of odd size, channels last, and what L2 on kernels spares.
std::vector<NamedTensor> weights() {
  at::manual_seed(1);
  std::vector<NamedTensor> all{{"dense.weight", at::randn({130, 301})},
                               {"conv.weight", at::randn({5, 3, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast)},
                               {"conv.bias", at::randn({5})},
                               {"norm.weight", at::randn({17})}};
  for (NamedTensor& t : all) t.tensor.requires_grad_();
  return all;
}

/// Five steps; gradients drawn anew at each.
std::vector<Tensor> stepped(const UpdateRule& rule) {
  const std::vector<NamedTensor> all = weights();
  Stepper stepper(rule, all);
  for (int t = 1; t <= 5; ++t) {
    stepper.zero_gradients();
    for (const NamedTensor& w : all) w.tensor.grad().add_(at::randn(w.tensor.sizes()));
    stepper.step(rule.rate / t);
  }
  std::vector<Tensor> out;
  for (const NamedTensor& w : all) out.push_back(w.tensor.detach().clone());
  return out;
}

std::vector<Tensor> wanted(const UpdateRule& r) {
  std::vector<Tensor> w, m, v;
  for (const NamedTensor& t : weights()) {
    w.push_back(t.tensor.detach().to(at::kDouble));
    m.push_back(at::zeros_like(w.back()));
    v.push_back(at::zeros_like(w.back()));
  }
  for (int t = 1; t <= 5; ++t)
    for (std::size_t i = 0; i < w.size(); ++i) {
      const double decay = r.decays_kernels_only && w[i].dim() == 1 ? 0 : r.weight_decay, rate = r.rate / t;
      const bool decoupled = r.rule == UpdateRule::adamw;
      const Tensor g = at::randn(w[i].sizes()).to(at::kDouble) + (decoupled ? 0 : decay) * w[i];
      if (decoupled) w[i] = w[i] * (1 - rate * decay);
      if (r.rule == UpdateRule::sgd) {
        m[i] = r.momentum * m[i] + g;
        w[i] = w[i] - rate * (r.nesterov ? g + r.momentum * m[i] : m[i]);
      } else if (r.rule == UpdateRule::rmsprop) {
        v[i] = r.smoothing * v[i] + (1 - r.smoothing) * g * g;
        m[i] = r.momentum * m[i] + g / (v[i].sqrt() + r.epsilon);
        w[i] = w[i] - rate * m[i];
      } else {
        m[i] = r.beta1 * m[i] + (1 - r.beta1) * g;
        v[i] = r.beta2 * v[i] + (1 - r.beta2) * g * g;
        w[i] = w[i] -
               rate * (m[i] / (1 - std::pow(r.beta1, t))) / ((v[i] / (1 - std::pow(r.beta2, t))).sqrt() + r.epsilon);
      }
    }
  return w;
}

std::vector<UpdateRule> rules() {
  UpdateRule sgd, momentum, nesterov, adam, adamw, rmsprop, rmsprop_momentum;
  momentum.momentum = nesterov.momentum = rmsprop_momentum.momentum = 0.9;
  nesterov.nesterov = true;
  adam.rule = UpdateRule::adam, adamw.rule = UpdateRule::adamw;
  rmsprop.rule = rmsprop_momentum.rule = UpdateRule::rmsprop;
  std::vector<UpdateRule> all{sgd, momentum, nesterov, adam, adamw, rmsprop, rmsprop_momentum};
  for (UpdateRule& r : all) r.rate = 0.05, r.beta1 = 0.9, r.beta2 = 0.999, r.epsilon = 1e-8, r.smoothing = 0.99;
  for (std::size_t i = 0, n = all.size(); i < n; ++i)
    for (const bool kernels : {false, true}) {
      all.push_back(all[i]);
      all.back().weight_decay = 0.3, all.back().decays_kernels_only = kernels;
    }
  return all;
}

}  // namespace

TEST_CASE("a fused step is torch.optim's, with L2 on everything or on kernels alone") {
  for (const UpdateRule& rule : rules()) {
    INFO("rule " << rule.rule << " momentum " << rule.momentum << " nesterov " << rule.nesterov << " decay "
                 << rule.weight_decay << (rule.decays_kernels_only ? " of kernels" : ""));
    const std::vector<Tensor> got = stepped(rule), want = wanted(rule);
    for (std::size_t i = 0; i < got.size(); ++i) CHECK(error(got[i], want[i]) < 1e-6);
  }
}

TEST_CASE("L2 on kernels alone is another training than L2 on everything, for what it spares") {
  UpdateRule rule = rules()[0];
  rule.weight_decay = 0.3;
  const std::vector<Tensor> all = stepped(rule);
  rule.decays_kernels_only = true;
  const std::vector<Tensor> kernels = stepped(rule);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(at::equal(all[i], kernels[i]) == (all[i].dim() > 1));
}

TEST_CASE("the number of threads changes no bit of a step") {
  const int before = at::get_num_threads();
  for (const UpdateRule& rule : rules()) {
    if (!rule.decays_kernels_only) continue;  // those of most groups
    at::set_num_threads(1);
    const std::vector<Tensor> one = stepped(rule);
    for (const int threads : {2, 3}) {
      at::set_num_threads(threads);
      const std::vector<Tensor> more = stepped(rule);
      for (std::size_t i = 0; i < one.size(); ++i) CHECK(at::equal(one[i], more[i]));
    }
  }
  at::set_num_threads(before);
}

TEST_CASE("weights and gradients keep their shapes and strides in the flat buffers") {
  const std::vector<NamedTensor> all = weights();
  const Tensor before = all[1].tensor.detach().clone();
  const Stepper stepper(rules()[0], all);
  CHECK(at::equal(all[1].tensor.detach(), before));
  CHECK(all[1].tensor.strides() == before.strides());
  CHECK(all[1].tensor.grad().strides() == before.strides());
}
