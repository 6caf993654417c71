#include "framework/engine/training/averages.h"

#include "framework/engine/training/statistics.h"

namespace xp {

Averages::Averages(const Train& train, const Network& network, Execution& execution)
    : stays_(train.moving_average),
      from_(static_cast<int>(train.average_from)),
      network_(network),
      execution_(execution),
      state_(network.state()) {
  if (stays_ == 0 && from_ == 0) return;
  for (const NamedTensor& t : state_) averages_.push_back(t.tensor.detach().clone());
}

/// average ← average + share · (network - average)
void Averages::add(double share) {
  const at::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < state_.size(); ++i) {
    const Tensor now = state_[i].tensor.detach();
    count_ == 0 ? averages_[i].copy_(now) : averages_[i].lerp_(now, share);
  }
  ++count_;
}

void Averages::updated() {
  if (stays_ != 0) add(1 - stays_);
}

bool Averages::looks_again(int epoch) const {
  return from_ != 0 && epoch >= from_ && !learning_statistics(network_).empty();
}

Averages::Shown Averages::shown(int epoch, const std::vector<Piece>& pieces,
                                const std::function<void(const Piece&)>& see) {
  const bool adds = from_ != 0 && epoch >= from_;
  if (adds && std::exchange(last_, epoch) != epoch) add(1 / static_cast<double>(count_ + 1));
  if (count_ == 0) return Shown(nullptr);
  exchange();
  Shown out(this);
  if (adds) estimate_statistics(network_, execution_, pieces, see);
  return out;
}

void Averages::exchange() {
  const at::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < state_.size(); ++i) {
    Tensor network = state_[i].tensor;
    const Tensor raw = network.clone();
    network.copy_(averages_[i]);
    averages_[i].copy_(raw);
  }
  execution_.changed();
}

void Averages::save(State& state) const {
  if (averages_.empty()) return;
  state.put("averages/count", count_);
  state.put("averages/last", std::int64_t{last_});
  for (std::size_t i = 0; i < state_.size(); ++i) state.put("averages/" + state_[i].name, averages_[i]);
}

void Averages::load(const State& state) {
  if (averages_.empty()) return;
  count_ = state.integer("averages/count");
  last_ = static_cast<int>(state.integer("averages/last"));
  for (std::size_t i = 0; i < state_.size(); ++i) take(state, "averages/" + state_[i].name, averages_[i]);
}

}  // namespace xp
