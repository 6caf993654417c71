#include "framework/engine/training/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/engine/failure.h"
#include "framework/engine/network/pretrained.h"
#include "framework/engine/network/weights.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

Trainer::Trainer(const Plan& plan, const Placement& placement, Recorder& recorder, double memory)
    : plan_(plan),
      train_(train_of(plan.train)),
      seeds_(seeds_of(plan.seed)),
      device_(placement.device),
      recorder_(recorder),
      batches_(plan, placement.threads, [&recorder] { return recorder.interrupted(); }),
      callbacks_(plan.make_all<Callback>()),
      balance_(plan.make<Balance>()),
      schedule_(plan.make<Schedule>()),
      rule_(plan.make<Optimizer>()->rule()),
      network_(network(plan), input(plan), static_cast<std::uint64_t>(seeds_.init), device_),
      remarks_(begin_as_planned(network_, plan)),
      stepper_(rule_, network_.trained()),
      execution_(network_, placement),
      learner_(learner(network_, execution_, batches_, train_.batch, memory)),
      best_(train_.monitor, network_) {}

Trained Trainer::run() {
  if (!prepare()) return outcome_;
  try {
    train();
  } catch (const std::exception& e) {
    end(Trained::failed, as_error(e).whole());
  }
  try {
    conclude();
  } catch (const std::exception&) {
    if (outcome_.ending != Trained::failed) throw;  // what failed first is the reason; a full disk fails twice
  }
  return outcome_;
}

void Trainer::train() {
  for (const auto& callback : callbacks_) callback->train_begin();
  announce(1);
  for (int number = 1; going_ && number <= train_.epochs; ++number) {
    Epoch epoch{number, {}};
    learn(epoch);
    if (!going_) break;
    if (number < train_.epochs) announce(number + 1);
    const std::vector<Prediction> validation = judge(Part::validation);
    if (!going_) break;
    record(epoch, validation);
    for (const auto& callback : callbacks_) callback->epoch_end(epoch, *this);
  }
}

bool Trainer::prepare() {
  const auto stopped = [this] {
    if (batches_.stopped()) end(Trained::interrupted, "while images were read");
    return batches_.stopped();
  };
  batches_.load(listing(plan_.only(Kind::dataset)));
  if (stopped()) return false;
  division_ = divided(plan_, batches_.listing());
  const std::vector<int> train = division_.indices(Part::train);
  batches_.fit(train);
  if (stopped()) return false;
  std::vector<std::int64_t> counts(plan_.classes.size());
  for (int label : batches_.labels(train)) ++counts[static_cast<std::size_t>(label)];
  const std::vector<double> weights = plan_.make<ClassWeight>()->weights(counts);
  if (weights.size() != counts.size())
    throw Error(fmt::format("class_weight {} gives {} weights for {} classes", plan_.only(Kind::class_weight).name,
                            weights.size(), counts.size()));
  objective_.emplace(plan_.make<Loss>()->form(), weights, device_);

  const std::size_t per_epoch = in_batches(order(1), static_cast<std::size_t>(train_.batch)).size();
  steps_ = static_cast<std::int64_t>(per_epoch) * train_.epochs;
  std::vector<std::string> skipped = batches_.listing().skipped;
  for (const Unreadable& u : batches_.skipped()) skipped.push_back(fmt::format("{}: {}", u.name, u.why));
  recorder_.prepared({batches_.listing(), division_, skipped, static_cast<std::int64_t>(per_epoch), remarks_});
  return true;
}

/// The samples of an epoch as it sees them.
std::vector<int> Trainer::order(int epoch) const {
  const std::vector<int> part = division_.indices(Part::train);
  Random random(static_cast<std::uint64_t>(seeds_.order), "order", static_cast<std::uint32_t>(epoch));
  std::vector<int> out;
  for (const int position : balance_->draw(batches_.labels(part), random)) {
    if (position < 0 || static_cast<std::size_t>(position) >= part.size())
      throw Error(
          fmt::format("balance {} draws sample {} of {}", plan_.only(Kind::balance).name, position, part.size()));
    out.push_back(part[static_cast<std::size_t>(position)]);
  }
  if (out.empty()) throw Error("balance " + plan_.only(Kind::balance).name + " draws nothing to train on");
  random.shuffle(out);
  return out;
}

/// So that images are made while others are learned from.
void Trainer::announce(int epoch) {
  const auto batch = static_cast<std::size_t>(train_.batch);
  learner_->expect(in_batches(order(epoch), batch), epoch);
  learner_->expect(in_batches(division_.indices(Part::validation), batch), 0);
}

/// One pass over the training part. Its scores are those of the moment at which each batch was seen, as in Keras.
void Trainer::learn(Epoch& epoch) {
  const auto start = Clock::now();
  const auto pieces = in_batches(order(epoch.number), static_cast<std::size_t>(train_.batch));
  StepReport report{epoch.number, 0, static_cast<std::int64_t>(pieces.size())};
  std::vector<Prediction> seen;
  for (const std::vector<int>& samples : pieces) {
    const Step done = step(samples, epoch.number);
    append(seen, samples, done.labels, done.probabilities);
    ++report.step, report.global_step = global_step_, report.objective = done.objective;
    tell(report, seen, samples.size(), since(start));
    if (!going_) return;
  }
  score(epoch, Part::train, seen);
  telemetry_ = {{"seconds", since(start)},
                {"images_per_second", report.images_per_second},
                {"rate", rate()},
                {"rss_mib", resident_bytes() / (1 << 20)}};
  telemetry_.merge(learner_->speed(report.images_per_second));
}

/// Of the samples, as the data have them; empty where all weigh 1.
std::vector<double> Trainer::weights(const std::vector<int>& samples) const {
  std::vector<double> out;
  for (const int s : samples) out.push_back(batches_.listing().samples[static_cast<std::size_t>(s)].weight);
  const bool alike = std::all_of(out.begin(), out.end(), [](double weight) { return weight == 1; });
  return alike ? std::vector<double>() : out;
}

/// Forward, backward, update. A loss that is no number ends the run before it reaches the weights.
Trainer::Step Trainer::step(const std::vector<int>& samples, int epoch) {
  at::manual_seed(Random(static_cast<std::uint64_t>(seeds_.order), "dropout", static_cast<std::uint32_t>(epoch),
                         static_cast<std::uint32_t>(global_step_))
                      .bits());
  const auto [said, mixture] = learner_->learn(samples, epoch);
  const auto& [logits, auxiliary] = said;
  const Truth truth = truth_of(batches_.labels(samples), mixture, device_, weights(samples));
  Tensor loss = objective_->loss(logits, truth);
  for (const auto& [second, weight] : auxiliary) loss = loss + weight * objective_->loss(second, truth);
  const double value = loss.item<double>();
  ++global_step_;
  if (std::isfinite(value)) {
    stepper_.zero_gradients();
    execution_.backward(loss);
    stepper_.step(rate());
  } else {
    end(Trained::failed,
        fmt::format(
            "the loss became {} in epoch {}, at step {} and learning rate {:g}; a smaller optimizer.rate may help",
            decimal(value), epoch, global_step_, rate()));
  }
  return {value, objective_->probabilities(logits), mostly(batches_.labels(samples), mixture)};
}

/// Completes the report with the epoch so far, hands it on, and asks whether to go on.
void Trainer::tell(StepReport& report, const std::vector<Prediction>& seen, std::size_t added, double seconds) {
  const double before = static_cast<double>(seen.size() - added), all = static_cast<double>(seen.size());
  double right = report.mean_accuracy * before, loss = report.mean_loss * before;
  for (std::size_t i = seen.size() - added; i < seen.size(); ++i) {
    right += predicted(seen[i]) == seen[i].label;
    loss -= std::log(std::max(seen[i].probabilities[static_cast<std::size_t>(seen[i].label)], 2.2e-16));
  }
  report.mean_accuracy = right / all, report.mean_loss = loss / all;
  report.images_per_second = all / seconds;
  recorder_.step(report);
  if (going_ && recorder_.interrupted())
    end(Trained::interrupted, fmt::format("in epoch {}, after step {} of {}", report.epoch, report.step, report.steps));
}

std::vector<Prediction> Trainer::judge(Part part) { return predict(division_.indices(part)); }

std::vector<Prediction> Trainer::predict(const std::vector<int>& samples) {
  const at::NoGradGuard no_gradients;
  std::vector<Prediction> out;
  for (const std::vector<int>& piece : in_batches(samples, static_cast<std::size_t>(train_.batch))) {
    append(out, piece, batches_.labels(piece), objective_->probabilities(learner_->judge(piece)));
    if (recorder_.interrupted()) {
      end(Trained::interrupted, "while images were scored");
      break;
    }
  }
  return out;
}

void Trainer::score(Epoch& epoch, Part part, const std::vector<Prediction>& predictions) const {
  for (const auto& [score, value] : scores(predictions, static_cast<int>(plan_.classes.size())))
    epoch.metrics[fmt::format("{}/{}", name(part), score)] = value;
}

void Trainer::record(Epoch& epoch, const std::vector<Prediction>& validation) {
  if (!validation.empty()) score(epoch, Part::validation, validation);
  recorder_.epoch(epoch, telemetry_);
  if (!validation.empty() && std::isnan(epoch["val/loss"]))
    end(Trained::failed,
        fmt::format("the validation loss became NaN in epoch {}; a smaller optimizer.rate may help", epoch.number));
  else
    best_.offer(epoch, validation);
}

/// Whatever ended it, the kept weights are back and stored. The test set is scored here and nowhere else, and only for
/// a run that came to its end.
void Trainer::conclude() {
  best_.restore();
  execution_.changed();
  outcome_.chosen_epoch = best_.epoch();
  if (best_.epoch() == 0) return;
  recorder_.weights(best_.epoch(),
                    to_safetensors(network_.state(), {{"format", "xp"},
                                                      {"plan", identity_hash(plan_)},
                                                      {"classes", nlohmann::json(plan_.classes).dump()},
                                                      {"fitted", nlohmann::json(batches_.fitted()).dump()}}));
  recorder_.scored(Part::validation, best_.epoch(), best_.validation());
  if (outcome_.ending != Trained::finished) return;
  learner_->expect(in_batches(division_.indices(Part::test), static_cast<std::size_t>(train_.batch)), 0);
  const std::vector<Prediction> test = judge(Part::test);
  if (outcome_.ending == Trained::finished) recorder_.scored(Part::test, best_.epoch(), test);
}

/// Pure in the step, but for what callbacks scaled.
double Trainer::rate() const {
  return rule_.rate * rate_factor_ * schedule_->factor(std::max<std::int64_t>(global_step_ - 1, 0), steps_);
}

void Trainer::end(Trained::Ending ending, const std::string& reason) {
  outcome_.ending = ending;
  outcome_.reason = reason;
  going_ = false;
}

void Trainer::stop(const std::string& why) {
  if (going_) end(Trained::finished, why);
}

void Trainer::scale_rate(double factor, double smallest) {
  const double floor = rule_.rate > 0 ? smallest / rule_.rate : 0;
  rate_factor_ = std::max(rate_factor_ * factor, std::min(rate_factor_, floor));
}

}  // namespace xp
