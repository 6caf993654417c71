#include "framework/engine/execution.h"

#include <algorithm>

#include "framework/engine/compiled/compiled_network.h"
#include "framework/engine/network/layer.h"

namespace xp {
namespace {

/// Batch sizes in use at a time, for training and for inference: all but the last of an epoch are alike.
constexpr std::size_t most_compiled = 4;

/// All but the head, which is there to learn.
int frozen_parts(const Network& network) { return std::min(network.frozen_parts(), 4); }

}  // namespace

struct Execution::Entry {
  std::int64_t images;
  bool training;
  std::unique_ptr<CompiledNetwork> network;
};

Execution::Execution(const Network& network, const Placement& placement)
    : network_(network),
      device_(placement.device),
      bf16_(placement.precision == "bf16"),
      front_(frozen_parts(network)),
      memory_(std::make_unique<Memory>()) {}

Execution::~Execution() = default;

CompiledNetwork& Execution::compiled(std::int64_t images, bool training) {
  for (auto it = compiled_.begin(); it != compiled_.end(); ++it)
    if (it->images == images && it->training == training) {
      compiled_.splice(compiled_.begin(), compiled_, it);
      return *it->network;
    }
  if (compiled_.size() == most_compiled) compiled_.pop_back();
  memory_->loaded = nullptr;  // an address may come back
  compiled_.push_front({images, training,
                        std::make_unique<CompiledNetwork>(network_, images, bf16_ ? Numbers::bf16 : Numbers::f32,
                                                          training ? Use::training : Use::inference, *memory_)});
  return *compiled_.front().network;
}

Logits Execution::learn(const Tensor& images) {
  if (has_front()) return learn_after(front(images));
  changed();  // an update follows
  if (!device_.is_cpu()) return network_.logits(placed(images), true);
  learning_ = &compiled(images.size(0), true);
  Logits out{network_.logits_of(learning_->forward(images), true), {}};
  for (const CompiledNetwork::Second& s : learning_->auxiliary()) {
    Pass pass{true};
    out.auxiliary.emplace_back(network_.at(s.place).forward(s.map, pass).flatten(1), s.weight);
  }
  return out;
}

void Execution::backward(const Tensor& loss) {
  loss.backward();
  if (learning_) learning_->backward();
}

Tensor Execution::judge(const Tensor& images) {
  const at::NoGradGuard no_gradients;
  return network_.logits_of(map(images, living_), false, living_);
}

Tensor Execution::placed(const Tensor& images) const { return images.to(device_, bf16_ ? at::kBFloat16 : at::kFloat); }

/// After features and attention, in evaluation.
Tensor Execution::map(const Tensor& images, Living* living) {
  memory_->living = living;
  return device_.is_cpu() ? compiled(images.size(0), false).forward(images)
                          : network_.map(placed(images), false, living);
}

Tensor Execution::front(const Tensor& images) {
  const at::NoGradGuard no_gradients;
  return network_.through(map(images, nullptr), 2, front_, false).to(at::kCPU);
}

Logits Execution::learn_after(const Tensor& front) {
  return {network_.through(front.to(device_), front_, 5, true).flatten(1), {}};
}

Tensor Execution::judge_after(const Tensor& front) {
  const at::NoGradGuard no_gradients;
  return network_.through(front.to(device_), front_, 5, false, living_).flatten(1);
}

void Execution::watch(Living* living) { living_ = living; }

void Execution::profile(std::map<std::string, double>* profile) { memory_->profile = profile; }

void Execution::refrozen() {
  changed();
  compiled_.clear();
  learning_ = nullptr;
  front_ = frozen_parts(network_);
}

void Execution::changed() { memory_->loaded = nullptr; }

}  // namespace xp
