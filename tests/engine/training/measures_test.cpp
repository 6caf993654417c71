// What is recorded beside the scores, as a run tells it.
#include "framework/engine/training/measures.h"

#include <catch2/catch.hpp>

#include "framework/engine/training/trainer.h"
#include "framework/scores/score.h"
#include "tests/support/plans.h"
#include "tests/support/same.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

struct Told : Recorder {
  Prepared data;
  std::vector<Epoch> epochs;
  std::vector<StepReport> steps;
  std::map<Part, std::vector<Prediction>> predictions;

  void prepared(const Prepared& p) override { data = p; }
  void step(const StepReport& s) override { steps.push_back(s); }
  void epoch(const Epoch& e, const Metrics&) override { epochs.push_back(e); }
  void scored(Part part, int, const std::vector<Prediction>& p) override { predictions[part] = p; }
  void weights(int, const std::string&) override {}
  bool interrupted() override { return false; }
};

Told trained(const Settings& set) {
  at::set_num_threads(1);
  Told out;
  const Plan plan = test::tiny_plan(set);
  REQUIRE(Trainer(plan, {1, "cpu"}, out).run().ending == Trained::finished);
  return out;
}

}  // namespace

TEST_CASE("where classes weigh differently, both losses of both sides are recorded, each by hand's count") {
  const Told told = trained({{"class_weight", "fixed"}, {"class_weight.weights", "5:1:2"}, {"train.epochs", 1}});
  const double weights[] = {5, 1, 2};
  double sum = 0, all = 0;
  for (const Prediction& p : told.predictions.at(Part::validation)) {
    const auto label = static_cast<std::size_t>(p.label);
    sum -= weights[label] * std::log(p.probabilities[label]), all += weights[label];
  }
  const Epoch& epoch = told.epochs.at(0);
  CHECK(epoch["val/weighted_loss"] == Approx(sum / all));
  CHECK(epoch["val/weighted_loss"] != Approx(epoch["val/loss"]));
  CHECK(epoch.metrics.count("train/weighted_loss") == 1);
  CHECK(trained({}).epochs.at(0).metrics.count("val/weighted_loss") == 0);
}

TEST_CASE("in training the weighted loss of one batch is its objective") {
  const Told told = trained({{"class_weight", "fixed"},
                             {"class_weight.weights", "5:1:2"},
                             {"train.epochs", 1},
                             {"train.batch", 64},
                             {"train.precision", "fp32"}});
  REQUIRE(told.steps.size() == 1);
  CHECK(told.epochs.at(0)["train/weighted_loss"] == Approx(told.steps[0].objective).epsilon(1e-6));
}

TEST_CASE("a weighted loss that is watched is there even where all weigh 1") {
  const Told told = trained({{"train.monitor", "val/weighted_loss"}});
  for (const Epoch& e : told.epochs) CHECK(e["val/weighted_loss"] == Approx(e["val/loss"]));
}

TEST_CASE("the training part is judged again as the validation part is, and may be watched") {
  const Settings still{{"train.measure_train", true},
                       {"optimizer", "sgd"},
                       {"optimizer.rate", 0.0},
                       {"train.monitor", "train_eval/accuracy"}};
  const Told told = trained(still);
  const Epoch& epoch = told.epochs.at(0);
  for (const Score& score : all_scores()) CHECK(epoch.metrics.count("train_eval/" + score.name) == 1);
  CHECK(epoch["train_eval/loss"] == Approx(epoch["train/loss"]).epsilon(1e-5));  // nothing learned, drawn or normalised
  CHECK_THROWS_WITH(test::tiny_plan({{"train.monitor", "train_eval/loss"}}), Contains("on request alone"));
  const Settings drops{
      {"train.measure_train", true}, {"optimizer", "sgd"}, {"optimizer.rate", 0.0}, {"model.dropout", 0.5}};
  const Epoch dropped = trained(drops).epochs.at(0);
  CHECK(dropped["train_eval/loss"] != Approx(dropped["train/loss"]).epsilon(1e-3));
}

TEST_CASE("measuring the training part changes nothing of what is learned") {
  const Told without = trained({{"model.dropout", 0.3}}),
             with = trained({{"model.dropout", 0.3}, {"train.measure_train", true}});
  for (std::size_t i = 0; i < without.steps.size(); ++i) CHECK(without.steps[i].objective == with.steps[i].objective);
}

TEST_CASE("an epoch has the mean and the largest of its updates' gradient norms") {
  const Told told = trained({{"train.epochs", 2}});
  double sum = 0, largest = 0;
  const std::size_t n = told.steps.size() / 2;
  for (std::size_t i = 0; i < n; ++i) {
    CHECK(told.steps[i].gradient_norm > 0);
    sum += told.steps[i].gradient_norm, largest = std::max(largest, told.steps[i].gradient_norm);
  }
  CHECK(told.epochs.at(0)["train/gradient_norm"] == Approx(sum / static_cast<double>(n)));
  CHECK(told.epochs.at(0)["train/largest_gradient_norm"] == largest);
  CHECK(told.epochs.at(0)["train/loss_spikes"] == 0);
}

TEST_CASE("an image and its mirror image are judged together, with frozen features too") {
  for (const Settings& set : {Settings{}, Settings{{"model.freeze", "features"}}}) {
    Settings flipped = set;
    flipped.push_back({"train.flip_at_test", true});
    for (Settings both : {set, flipped}) {
      both.push_back({"train.precision", "fp32"}), both.push_back({"train.epochs", 1});
      both.push_back({"optimizer", "sgd"}), both.push_back({"optimizer.rate", 0.0});
      const Plan plan = test::tiny_plan(both);
      const Told told = trained(both);
      Network network(xp::network(plan), input(plan), static_cast<std::uint64_t>(seeds_of(plan.seed).init), at::kCPU);
      Batches batches(plan, 1, [] { return false; });
      batches.load(listing(plan.only(Kind::dataset)));
      const at::NoGradGuard no_gradients;
      for (const Prediction& p : told.predictions.at(Part::test)) {
        const Tensor image = batches.images({p.sample}, 0);
        Tensor wanted = at::softmax(network.forward(image, false), 1);
        if (train_of(plan.train).flip_at_test)
          wanted = (wanted + at::softmax(network.forward(image.flip({3}), false), 1)) / 2;
        for (std::int64_t c = 0; c < 3; ++c)
          CHECK(p.probabilities[static_cast<std::size_t>(c)] == Approx(wanted[0][c].item<double>()).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("what remembers batches goes on from its state") {
  Measures a(test::tiny_plan()), b(test::tiny_plan());
  for (int i = 0; i < 40; ++i) a.add({1.0 + 0.01 * i, {}, i % 2 ? 2.0 + i : NAN});
  State state;
  a.save(state);
  b.load(state);
  a.add({9, {}, 50}), b.add({9, {}, 50});
  Epoch of_a, of_b;
  a.describe(of_a), b.describe(of_b);
  CHECK(test::same(of_a.metrics, of_b.metrics));
  CHECK(of_a["train/loss_spikes"] == 1);
  CHECK(of_a["train/largest_gradient_norm"] == 50);
}
