// An engine that learns nothing and takes no time: epochs of a given script, for testing what happens around training.
#pragma once
#include <functional>

#include "framework/engine/engine.h"

namespace xp::test {

class FakeEngine : public Engine {
 public:
  std::function<void(int epoch)> during = [](int) {};  // called in each epoch, after its only step
  int nan_at = 0;                                      // the epoch whose loss is NaN; 0: none

  std::string native = "bf16";  // what `auto` comes to
  std::vector<std::string> remarks;

  Placement resolve(const Plan&, const Placement& wish) const override {
    return {wish.threads, wish.device, wish.precision == "auto" ? native : wish.precision};
  }
  using Engine::train;
  /// What the batch of a step hashes to, and the tensors after an epoch.
  static BatchHashes hashes(std::int64_t step) {
    const auto n = static_cast<std::uint64_t>(step);
    return {step, 0x0123456789abcdefu * n, 0xfedcba9876543210u ^ n, ~n};
  }
  static std::vector<TensorHash> tensors(int epoch) {
    return {{"head.weight", 7u * static_cast<std::uint64_t>(epoch)}, {"head.bias", 0}};
  }
  static std::vector<Traced> traced(std::int64_t step) {
    return {{"pixels", 1, {0, 1}}, {"loss", static_cast<std::uint64_t>(step), {1 / static_cast<float>(step)}}};
  }

  Trained train(const Plan& plan, const Placement&, Recorder& recorder, const Course& course) override {
    const Listing& data = listing(plan.only(Kind::dataset));
    const Division division = plan.make<Split>()->divide(data);
    recorder.prepared({data, division, {}, 1, remarks});
    Trained out;
    for (int e = 1; e <= train_of(plan.train).epochs; ++e) {
      StepReport step{e, 1, 1, e};
      step.objective = e == nan_at ? NAN : 1.0 / e;
      step.hashes = hashes(e);
      if (course.trace) recorder.traced(e, traced(e));
      recorder.step(step);
      if (e == nan_at) return out.ending = Trained::failed, out.reason = "the loss became NaN", out;
      during(e);
      if (recorder.interrupted()) {
        out.ending = Trained::interrupted, out.reason = "in epoch " + std::to_string(e);
        break;
      }
      recorder.tensors(e, tensors(e));
      recorder.epoch({e, {{"train/loss", 1.0 / e}, {"val/loss", 2.0 / e}, {"val/accuracy", 0.5}}}, {{"seconds", 0.1}});
      out.chosen_epoch = e;
    }
    if (out.chosen_epoch == 0) return out;
    recorder.weights(out.chosen_epoch, "weights");
    recorder.scored(Part::validation, out.chosen_epoch, said(data, division, Part::validation));
    if (out.ending == Trained::finished)
      recorder.scored(Part::test, out.chosen_epoch, said(data, division, Part::test));
    return out;
  }

  std::vector<std::vector<double>> predict(const Plan& plan, const Placement&, const std::string&,
                                           const std::vector<std::string>& files) override {
    return std::vector(files.size(), std::vector(plan.classes.size(), 1.0 / static_cast<double>(plan.classes.size())));
  }
  std::vector<SanityStep> explain(const Plan&, const Placement&, const std::string&, const std::vector<std::string>&,
                                  const Question&, const std::function<void(const Explanation&)>&) override {
    return {};
  }
  Pace bare_speed(const Plan&, const Placement&, int) override { return {1, {}}; }
  std::function<void(Survey&)> saw = [](Survey&) {};  // what the survey, of nothing, shall have found
  Survey survey(const Listing& listing, const Choice&, int, const std::function<bool()>&) override {
    Survey out{std::vector<Look>(listing.samples.size()), {}};
    saw(out);
    return out;
  }
  std::string contact_sheet(const Listing&, const Choice&, const std::vector<std::vector<int>>&, int,
                            const std::function<bool()>&) override {
    return "";
  }
  std::vector<std::vector<double>> bright_features(const Listing& listing, const Choice&, double, int,
                                                   const std::function<bool()>&) override {
    return std::vector(listing.samples.size(), std::vector(bright_titles.size(), 0.0));
  }
  std::vector<RateTried> try_rates(const Plan&, const Placement&, const RateRange&,
                                   const std::function<bool()>&) override {
    return {};
  }
  std::vector<std::vector<double>> thumbnails(const Listing& listing, const Choice&, int side, int,
                                              const std::function<bool()>&) override {
    return std::vector(listing.samples.size(), std::vector(static_cast<std::size_t>(2 + side * side), 0.0));
  }
  Settings facts() const override { return {{"libtorch", "none"}}; }

 private:
  /// Always the first class.
  static std::vector<Prediction> said(const Listing& data, const Division& division, Part part) {
    std::vector<Prediction> out;
    for (int i : division.indices(part)) {
      std::vector<double> p(data.classes.size(), 0.0);
      p[0] = 1;
      out.push_back({i, data.samples[static_cast<std::size_t>(i)].label, p});
    }
    return out;
  }
};

}  // namespace xp::test
