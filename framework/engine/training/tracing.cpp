#include "framework/engine/training/tracing.h"

#include "framework/engine/training/hashes.h"

namespace xp {
namespace {

constexpr double room_for_values = 256e6;  // bytes in a run; past them, hashes are told alone

std::vector<float> values_of(const Tensor& whole) {
  const Tensor floats = whole.to(at::kFloat);
  return {floats.data_ptr<float>(), floats.data_ptr<float>() + floats.numel()};
}

}  // namespace

Tracing::Tracing(Network& network, Recorder& recorder, bool wanted)
    : network_(network), recorder_(recorder), wanted_(wanted), room_(room_for_values) {
  if (wanted_) network_.watch(&watcher_);
}

Tracing::~Tracing() {
  if (wanted_) network_.watch(nullptr);
}

void Tracing::begin() { within_ = wanted_; }

void Tracing::end(std::int64_t step) {
  if (!within_) return;
  for (const NamedTensor& t : network_.state()) add(t.name, t.tensor);
  recorder_.traced(step, tensors_);
  tensors_.clear();
  within_ = false;
}

/// Row after row, wherever and however it lies.
void Tracing::add(const std::string& name, const Tensor& value) {
  if (!within_) return;
  const Tensor whole = value.detach().to(at::kCPU).contiguous();
  tensors_.push_back({name, checksum(whole), {}});
  room_ -= static_cast<double>(whole.numel()) * sizeof(float);
  if (room_ >= 0) tensors_.back().values = values_of(whole);
}

}  // namespace xp
