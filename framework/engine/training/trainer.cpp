#include "framework/engine/training/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/checksum.h"
#include "framework/base/paused.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/engine/failure.h"
#include "framework/engine/network/pretrained.h"
#include "framework/engine/network/weights.h"
#include "framework/engine/training/hashes.h"

namespace xp {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

Trainer::Trainer(const Plan& plan, const Placement& placement, Recorder& recorder, Course course, double memory)
    : plan_(plan),
      course_(std::move(course)),
      train_(train_of(plan.train)),
      seeds_(seeds_of(plan.seed)),
      device_(placement.device),
      recorder_(recorder),
      batches_(plan, loading_threads(placement.threads), [&recorder] { return recorder.interrupted(); }),
      callbacks_(plan.make_all<Callback>()),
      balance_(plan.make<Balance>()),
      network_(network(plan), input(plan), static_cast<std::uint64_t>(seeds_.init), device_),
      remarks_(begin_as_planned(network_, plan)),
      execution_(network_, placement),
      updater_(plan, network_, execution_, device_),
      tracing_(network_, recorder, course_.trace),
      memory_(memory),
      learner_(learner(network_, execution_, batches_, train_.batch, memory_, train_.flip_at_test)),
      best_(train_.monitor, network_, static_cast<int>(train_.average_from)),
      measures_(plan) {}

Trained Trainer::run() {
  if (!prepare()) return outcome_;
  try {
    train();
  } catch (const std::exception& e) {
    const Error error = as_error(e);
    error.exit() == Exit::interrupted ? end(Trained::interrupted, error.what()) : end(Trained::failed, error.whole());
  }
  try {
    conclude();
  } catch (const std::exception&) {  // what ended it first is the reason; a full disk fails twice
    if (outcome_.ending == Trained::finished || outcome_.ending == Trained::paused) throw;
  }
  return outcome_;
}

void Trainer::train() {
  started_ = Clock::now();
  for (const auto& callback : callbacks_) callback->train_begin();
  if (!course_.checkpoint.empty()) go_on();
  const int last = course_.until > 0 ? std::min<int>(course_.until, static_cast<int>(train_.epochs))
                                     : static_cast<int>(train_.epochs);
  while (going_ && standing_.epoch < last) {
    Epoch epoch{standing_.epoch + 1, {}};
    learn(epoch);
    if (!going_) break;
    if (epoch.number < last) announce(epoch.number + 1, 0);
    {
      const auto shown = averaged(epoch.number);
      const std::vector<Prediction> validation = validate(epoch);
      if (!going_) break;
      record(epoch, validation);
      for (const auto& callback : callbacks_) callback->epoch_end(epoch, *this);
    }
    checkpoint();
  }
  if (outcome_.ending == Trained::interrupted) checkpoint();
  if (going_ && standing_.epoch < train_.epochs)
    end(Trained::paused, pause_reason(asked_to_pause, standing_.epoch, static_cast<int>(train_.epochs)));
}

/// One pass over the training part, or what a checkpoint within it left. Its scores are those of the moment at which
/// each batch was seen, as in Keras.
void Trainer::learn(Epoch& epoch) {
  const auto start = Clock::now();
  const auto pieces = in_batches(order(epoch.number), static_cast<std::size_t>(train_.batch));
  enter(epoch.number, pieces.size());
  StepReport report{epoch.number, 0, static_cast<std::int64_t>(pieces.size())};
  const std::size_t before = seen_.size();
  average(report, 0);
  while (step_ < report.steps) {
    const std::vector<int>& samples = pieces[static_cast<std::size_t>(step_)];
    const Updater::Done done = step(samples, epoch.number);
    measures_.add(done);
    report.objective = done.objective, report.gradient_norm = done.gradient_norm;
    report.hashes = hashes_;
    report.step = step_, report.global_step = standing_.step;
    report.images_per_second = static_cast<double>(seen_.size() - before) / since(start);
    average(report, seen_.size() - samples.size());
    tell(report);
    if (!going_) return;
    if (step_ < report.steps && recorder_.wants_checkpoint()) checkpoint();
  }
  recorder_.tensors(epoch.number, tensor_hashes(network_));
  measures_.score(epoch, "train", seen_);
  measures_.describe(epoch);
  telemetry_ = {{"seconds", since(start)},
                {"images_per_second", report.images_per_second},
                {"rate", updater_.rate()},
                {"rss_mib", resident_bytes() / (1 << 20)}};
  telemetry_.merge(learner_->speed(report.images_per_second));
}

/// Where what is frozen changes, what was made of it and begun for it is made anew.
void Trainer::enter(int epoch, std::size_t batches) {
  if (updater_.enter(epoch, static_cast<std::int64_t>(batches), step_)) {
    learner_ = learner(network_, execution_, batches_, train_.batch, memory_, train_.flip_at_test);
    announced_ = 0;
  }
  if (announced_ != epoch) announce(epoch, step_);
}

/// Forward, backward, update. A loss that is no number ends the run before it reaches the weights.
Updater::Done Trainer::step(const std::vector<int>& samples, int epoch) {
  at::manual_seed(Random(static_cast<std::uint64_t>(seeds_.order), "dropout", static_cast<std::uint32_t>(epoch),
                         static_cast<std::uint32_t>(standing_.step))
                      .bits());
  tracing_.begin();
  const Learnt learnt = learner_->learn(samples, epoch);
  const std::vector<int> labels = batches_.labels(samples);
  const std::vector<double> weighed = weights(samples);
  Updater::Done done = updater_.learn(learnt.said, truth_of(labels, learnt.mixture, device_, weighed));
  ++standing_.step, ++step_;
  tracing_.end(standing_.step);
  hashes_ = {standing_.step, order_hash(samples, labels, weighed, learnt.mixture), learnt.pixels,
             checksum(&done.objective, sizeof done.objective)};
  append(seen_, samples, mostly(labels, learnt.mixture), done.probabilities);  // of a mixed image, its larger share
  if (!std::isfinite(done.objective))
    end(Trained::failed,
        fmt::format(
            "the loss became {} in epoch {}, at step {} and learning rate {:g}; a smaller optimizer.rate may help",
            decimal(done.objective), epoch, standing_.step, updater_.rate()));
  return done;
}

/// The means of the epoch so far, to which all from `first` on have come.
void Trainer::average(StepReport& report, std::size_t first) const {
  double right = report.mean_accuracy * static_cast<double>(first),
         loss = report.mean_loss * static_cast<double>(first);
  for (std::size_t i = first; i < seen_.size(); ++i) {
    right += predicted(seen_[i]) == seen_[i].label;
    loss -= std::log(std::max(seen_[i].probabilities[static_cast<std::size_t>(seen_[i].label)], 2.2e-16));
  }
  const double all = std::max<double>(1, static_cast<double>(seen_.size()));
  report.mean_accuracy = right / all, report.mean_loss = loss / all;
}

/// Hands the report on, and asks whether to go on.
void Trainer::tell(const StepReport& report) {
  recorder_.step(report);
  if (going_ && recorder_.interrupted())
    end(Trained::interrupted, fmt::format("in epoch {}, after step {} of {}", report.epoch, report.step, report.steps));
}

/// With this, the epoch has ended.
void Trainer::record(Epoch& epoch, const std::vector<Prediction>& validation) {
  if (!validation.empty()) measures_.score(epoch, "val", validation);
  recorder_.epoch(epoch, telemetry_);
  measures_.next();
  standing_.epoch = epoch.number, step_ = 0;
  seen_.clear();
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
  if (best_.epoch() == 0) {
    if (outcome_.ending == Trained::finished)
      end(Trained::failed, fmt::format("{} was undefined in every epoch, so that none could be kept; another "
                                       "train.monitor may help, as val/loss",
                                       train_.monitor));
    return;
  }
  if (outcome_.ending == Trained::paused) return recorder_.scored(Part::validation, best_.epoch(), best_.validation());
  recorder_.weights(best_.epoch(),
                    to_safetensors(network_.state(), {{"format", "xp"},
                                                      {"plan", identity_hash(plan_)},
                                                      {"classes", nlohmann::json(plan_.classes).dump()},
                                                      {"fitted", nlohmann::json(batches_.fitted()).dump()}}));
  recorder_.scored(Part::validation, best_.epoch(), best_.validation());
  if (outcome_.ending != Trained::finished) return;
  learner_->expect(in_batches(division_.indices(Part::test), static_cast<std::size_t>(train_.batch)), 0, 0);
  const std::vector<Prediction> test = judge(Part::test);
  if (outcome_.ending != Trained::finished) return;
  recorder_.scored(Part::test, best_.epoch(), test);
  if (course_.pictures) keep_pictures(test);
}

void Trainer::end(Trained::Ending ending, const std::string& reason) {
  outcome_.ending = ending;
  outcome_.reason = reason;
  going_ = false;
}

void Trainer::stop(const std::string& why) {
  if (going_) end(Trained::finished, why);
}

double Trainer::seconds() const { return seconds_before_ + since(started_); }

}  // namespace xp
