#include "framework/engine/training/updater.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "framework/engine/network/layer.h"
#include "framework/net/places.h"

namespace xp {
namespace {

/// A rewrite put it there: it starts from nothing worth sparing.
bool is_added(const Network& network, const std::string& parameter) {
  for (std::size_t dot = parameter.find('.'); dot != std::string::npos; dot = parameter.find('.', dot + 1))
    if (network.at(parameter.substr(0, dot)).net().added) return true;
  return false;
}

/// What the features brought along.
std::set<std::string> features_of(const Network& network) {
  const std::string prefix = std::string(name(NetSection::features)) + ".";
  std::set<std::string> out;
  for (const NamedTensor& p : network.parameters())
    if (p.name.rfind(prefix, 0) == 0 && !is_added(network, p.name)) out.insert(p.name);
  return out;
}

}  // namespace

Updater::Updater(const Plan& plan, Network& network, Execution& execution, at::Device device)
    : network_(network),
      execution_(execution),
      device_(device),
      rule_(plan.make<Optimizer>()->whole_rule()),
      form_(plan.make<Loss>()->form()),
      schedule_(plan.make<Schedule>()),
      train_(train_of(plan.train)),
      unfreezings_(unfreezings(train_.unfreeze)),
      features_(features_of(network)),
      stepper_(rule_, network.trained(), features_),
      averages_(train_, network, execution) {}

void Updater::begin(const std::vector<double>& class_weights, std::int64_t batches_per_epoch) {
  objective_.emplace(form_, class_weights, device_);
  const std::int64_t updates = (batches_per_epoch + train_.accumulate - 1) / train_.accumulate;
  moment_ = {0, updates * train_.epochs, updates};
  batches_ = batches_per_epoch;
}

bool Updater::enter(int epoch, std::int64_t batches, std::int64_t done) {
  batches_ = batches, batch_ = done;
  while (stage_ < unfreezings_.size() && unfreezings_[stage_].epoch <= epoch) unfreeze_next();
  return std::exchange(refrozen_, false);
}

/// Moments of what learned before are kept; what joins starts without.
void Updater::unfreeze_next() {
  network_.thaw();
  network_.freeze(frozen_places(network_.net().parts.at(0), network_.in(), unfreezings_[stage_++].freeze));
  stepper_ = Stepper(rule_, network_.trained(), features_, &stepper_);
  execution_.refrozen();
  refrozen_ = true;
}

Updater::Done Updater::learn(const Logits& said, const Truth& truth) {
  const auto& [logits, auxiliary] = said;
  Tensor loss = objective_->loss(logits, truth);
  for (const auto& [second, weight] : auxiliary) loss = loss + weight * objective_->loss(second, truth);
  network_.tell("logits", logits), network_.tell("loss", loss);
  Done done{loss.item<double>(), objective_->probabilities(logits)};
  if (batch_ % train_.accumulate == 0) ++updates_;
  ++batch_;
  if (!std::isfinite(done.objective)) return done;
  stepper_.zero_gradients();
  execution_.backward(loss);
  tell_gradients();
  if (train_.accumulate > 1) gather(truth);
  if (batch_ % train_.accumulate == 0 || batch_ == batches_) done.gradient_norm = update();
  return done;
}

/// Of this batch alone, before any are gathered or clipped.
void Updater::tell_gradients() const {
  if (!network_.watcher()) return;
  for (const NamedTensor& p : network_.trained()) network_.tell("gradient of " + p.name, p.tensor.grad());
}

void Updater::gather(const Truth& truth) {
  const at::NoGradGuard no_gradients;
  const double weight = objective_->weight(truth);
  const Tensor gradients = stepper_.gradients();
  if (!gathered_.defined()) gathered_ = at::zeros_like(gradients);
  gathered_.add_(gradients, weight);
  weight_ += weight;
}

/// Returns the norm of the gradient, before clipping.
double Updater::update() {
  const at::NoGradGuard no_gradients;
  Tensor gradients = stepper_.gradients();
  if (gathered_.defined()) {
    gradients.copy_(gathered_).div_(weight_);
    gathered_.reset();
    weight_ = 0;
  }
  const double norm = clip(stepper_, train_.clip_norm);
  stepper_.step(rate());
  averages_.updated();
  return norm;
}

/// Pure in the update, but for what callbacks scaled.
double Updater::rate() const {
  const std::int64_t step = std::clamp<std::int64_t>(updates_ - 1, 0, std::max<std::int64_t>(moment_.steps - 1, 0));
  return rule_.rate * rate_factor_ * schedule_->at({step, moment_.steps, moment_.per_epoch});
}

void Updater::scale_rate(double factor, double smallest) {
  const double floor = rule_.rate > 0 ? smallest / rule_.rate : 0;
  rate_factor_ = std::max(rate_factor_ * factor, std::min(rate_factor_, floor));
}

void Updater::save(State& state) const {
  state.put("updater/updates", updates_);
  state.put("updater/rate_factor", rate_factor_);
  state.put("updater/stage", static_cast<std::int64_t>(stage_));
  if (gathered_.defined()) {
    state.put("updater/gathered", gathered_);
    state.put("updater/weight", weight_);
  }
  stepper_.save(state);
  averages_.save(state);
}

void Updater::load(const State& state) {
  updates_ = state.integer("updater/updates");
  rate_factor_ = state.real("updater/rate_factor");
  while (static_cast<std::int64_t>(stage_) < state.integer("updater/stage")) unfreeze_next();
  gathered_.reset();
  if (state.has("updater/gathered")) {
    gathered_ = at::zeros_like(stepper_.gradients());
    take(state, "updater/gathered", gathered_);
    weight_ = state.real("updater/weight");
  }
  stepper_.load(state);
  averages_.load(state);
}

}  // namespace xp
