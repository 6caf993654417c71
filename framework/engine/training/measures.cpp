#include "framework/engine/training/measures.h"

#include <algorithm>
#include <cmath>

#include "framework/scores/score.h"

namespace xp {
namespace {

bool watches_weighted_loss(const Plan& plan) {
  std::vector<std::string> watched{train_of(plan.train).monitor};
  for (const auto& callback : plan.make_all<Callback>())
    for (const std::string& metric : callback->watches()) watched.push_back(metric);
  return std::any_of(watched.begin(), watched.end(), [](const auto& m) { return m.ends_with("/weighted_loss"); });
}

}  // namespace

Measures::Measures(const Plan& plan)
    : classes_(static_cast<std::int64_t>(plan.classes.size())),
      asked_(watches_weighted_loss(plan)),
      spikes_(static_cast<int>(plan.classes.size())) {}

void Measures::begin(const std::vector<double>& class_weights, const Listing& listing) {
  class_weights_ = class_weights;
  listing_ = &listing;
  const auto differs = [](double weight) { return weight != 1; };
  weighs_ =
      asked_ || std::any_of(class_weights.begin(), class_weights.end(), differs) ||
      std::any_of(listing.samples.begin(), listing.samples.end(), [&](const Sample& s) { return differs(s.weight); });
}

void Measures::score(Epoch& epoch, const std::string& part, const std::vector<Prediction>& predictions) const {
  for (const auto& [score, value] : scores(predictions, static_cast<int>(classes_)))
    epoch.metrics[part + "/" + score] = value;
  if (!weighs_) return;
  std::vector<double> weights;
  for (const Prediction& p : predictions)
    weights.push_back(class_weights_[static_cast<std::size_t>(p.label)] *
                      listing_->samples[static_cast<std::size_t>(p.sample)].weight);
  epoch.metrics[part + "/weighted_loss"] = weighted_loss(predictions, weights);
}

void Measures::add(const Updater::Done& batch) {
  leaps_ += spikes_.add(batch.objective);
  if (std::isnan(batch.gradient_norm)) return;
  ++updates_;
  norms_ += batch.gradient_norm;
  largest_ = std::max(largest_, batch.gradient_norm);
}

void Measures::describe(Epoch& epoch) const {
  epoch.metrics["train/loss_spikes"] = static_cast<double>(leaps_);
  if (updates_ == 0) return;
  epoch.metrics["train/gradient_norm"] = norms_ / static_cast<double>(updates_);
  epoch.metrics["train/largest_gradient_norm"] = largest_;
}

void Measures::next() {
  norms_ = largest_ = 0;
  updates_ = leaps_ = 0;
}

void Measures::save(State& state) const {
  const std::deque<double>& recent = spikes_.recent();
  state.put("measures/recent", at::tensor(std::vector<double>(recent.begin(), recent.end()), at::kDouble));
  state.put("measures/norms", norms_);
  state.put("measures/largest", largest_);
  state.put("measures/updates", updates_);
  state.put("measures/leaps", leaps_);
}

void Measures::load(const State& state) {
  const Tensor recent = state.tensor("measures/recent").contiguous();
  spikes_.recall({recent.data_ptr<double>(), recent.data_ptr<double>() + recent.numel()});
  norms_ = state.real("measures/norms"), largest_ = state.real("measures/largest");
  updates_ = state.integer("measures/updates"), leaps_ = state.integer("measures/leaps");
}

}  // namespace xp
