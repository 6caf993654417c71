#include "framework/engine/training/best.h"

#include "framework/scores/score.h"

namespace xp {

Best::Best(std::string monitor, const Network& network, int from)
    : monitor_(std::move(monitor)), state_(network.state()), value_(worst(monitor_)), from_(from) {}

void Best::offer(const Epoch& epoch, std::vector<Prediction> validation) {
  const double value = epoch[monitor_];
  const bool first = epoch_ < from_ && epoch.number >= from_;
  if (!better(monitor_, value, first ? worst(monitor_) : value_)) return;
  value_ = value;
  epoch_ = epoch.number;
  validation_ = std::move(validation);
  const at::NoGradGuard no_gradients;
  kept_.resize(state_.size());
  for (std::size_t i = 0; i < state_.size(); ++i)
    kept_[i].defined() ? static_cast<void>(kept_[i].copy_(state_[i].tensor))
                       : static_cast<void>(kept_[i] = state_[i].tensor.detach().clone());
}

void Best::save(State& state) const {
  state.put("best/epoch", std::int64_t{epoch_});
  state.put("best/value", value_);
  put(state, "best/validation", validation_);
  for (std::size_t i = 0; i < kept_.size(); ++i) state.put("best/" + state_[i].name, kept_[i]);
}

void Best::load(const State& state) {
  epoch_ = static_cast<int>(state.integer("best/epoch"));
  value_ = state.real("best/value");
  validation_ = predictions(state, "best/validation");
  kept_.clear();
  for (const NamedTensor& t : state_)
    if (epoch_ > 0) kept_.push_back(state.tensor("best/" + t.name).to(t.tensor.device()));
}

void Best::restore() const {
  const at::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    Tensor target = state_[i].tensor;
    target.copy_(kept_[i]);
  }
}

}  // namespace xp
