// One pass of a network in training, plain or compiled, from the same state; what it gives, side by side.
#pragma once
#include "tests/engine/compiled/rows.h"
#include "tests/engine/network/published.h"

#include <algorithm>

#include "framework/engine/execution.h"

namespace xp::test {

struct Passed {
  std::vector<Tensor> outputs;         // logits, then those of auxiliary heads
  std::vector<NamedTensor> gradients;  // of trained parameters
  std::vector<Tensor> statistics;      // running ones
};

/// A network, its state and a batch.
class Subject {
 public:
  Subject(const Net& net, Shape in, std::int64_t images, const std::string& name = "batch")
      : network(all_drawn(net, Init::uniform), in, 1, at::kCPU), batch(made(name, {images, in.c, in.h, in.w}, 50)) {
    const at::NoGradGuard no_gradients;
    for (const NamedTensor& t : network.state()) t.tensor.copy_(made(t.name, t.tensor.sizes(), 2));
    for (const NamedTensor& t : network.buffers()) before_.push_back(t.tensor.clone());
  }

  Passed plain() {
    begin();
    const Logits logits = network.logits(batch, true);
    loss(logits).backward();
    return passed(logits);
  }
  Passed compiled(const std::string& precision = "fp32") {
    begin();
    Execution execution(network, {at::get_num_threads(), "cpu", precision});
    const Logits logits = execution.learn(batch);
    execution.backward(loss(logits));
    return passed(logits);
  }
  /// In float64, and so from now on.
  Passed exact() {
    for (const NamedTensor& p : network.parameters()) p.tensor.mutable_grad() = Tensor();
    widen(network);
    batch = batch.to(at::kDouble);
    return plain();
  }
  Tensor judged(const std::string& precision = "fp32") const {
    return Execution(network, {at::get_num_threads(), "cpu", precision}).judge(batch);
  }

  Network network;
  Tensor batch;

 private:
  void begin() {
    const at::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < before_.size(); ++i) network.buffers()[i].tensor.copy_(before_[i]);
    for (const NamedTensor& p : network.trained()) p.tensor.mutable_grad() = at::zeros_like(p.tensor);
    at::manual_seed(5);  // for dropout
  }
  static Tensor loss(const Logits& logits) {
    const auto weighed = [](const Tensor& t) { return (t * made("by", t.sizes(), 50).to(t.dtype())).sum(); };
    Tensor sum = weighed(logits.main);
    for (const auto& [second, weight] : logits.auxiliary) sum = sum + weight * weighed(second);
    return sum;
  }
  Passed passed(const Logits& logits) const {
    Passed p;
    p.outputs.push_back(logits.main.detach().clone());
    for (const auto& second : logits.auxiliary) p.outputs.push_back(second.first.detach().clone());
    for (const NamedTensor& t : network.trained()) p.gradients.push_back({t.name, t.tensor.grad().clone()});
    for (const NamedTensor& t : network.buffers()) p.statistics.push_back(t.tensor.clone());
    return p;
  }

  std::vector<Tensor> before_;
};

inline Tensor flat(const std::vector<Tensor>& all) {
  std::vector<Tensor> parts{at::empty({0}, at::kDouble)};
  for (const Tensor& t : all) parts.push_back(t.to(at::kDouble).reshape(-1));
  return at::cat(parts);
}
inline Tensor flat(const std::vector<NamedTensor>& all) {
  std::vector<Tensor> tensors;
  for (const NamedTensor& t : all) tensors.push_back(t.tensor.contiguous());
  return flat(tensors);
}

/// The tensor whose gradient is furthest off. Where that is (next to) nothing, as for a bias that BatchNorm takes away,
/// it is held against a hundredth of what a tensor has on average.
struct Worst {
  double error = 0;
  std::string name;
};
inline Worst worst(const Passed& got, const Passed& want) {
  const double average =
      flat(want.gradients).norm().item<double>() / std::sqrt(static_cast<double>(want.gradients.size()));
  Worst out;
  for (std::size_t i = 0; i < want.gradients.size(); ++i) {
    const Tensor g = got.gradients[i].tensor.to(at::kDouble), w = want.gradients[i].tensor.to(at::kDouble);
    const double off = (g - w).norm().item<double>() / std::max(w.norm().item<double>(), average / 100);
    if (!(off <= out.error)) out = {off, want.gradients[i].name};
  }
  return out;
}

/// How far a pass is from another: outputs, running statistics, gradients all together, the worst of them.
struct Distance {
  Distance(const Passed& got, const Passed& want)
      : outputs(error(flat(got.outputs), flat(want.outputs))),
        statistics(error(flat(got.statistics), flat(want.statistics))),
        gradients(error(flat(got.gradients), flat(want.gradients))),
        tensor(worst(got, want)) {}
  double outputs, statistics, gradients;
  Worst tensor;
};

}  // namespace xp::test
