// Real training, small enough for a test.
#include "framework/engine/training/trainer.h"

#include <catch2/catch.hpp>

#include "framework/base/file.h"
#include "framework/engine/network/weights.h"
#include "framework/scores/score.h"
#include "tests/support/plans.h"
#include "tests/support/same.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Remembers all that it is told.
struct Notes : Recorder {
  Prepared data;
  std::vector<Epoch> epochs;
  std::vector<double> losses;
  std::map<Part, std::vector<Prediction>> predictions;
  std::string kept;
  int stop_after = -1;  // steps

  void prepared(const Prepared& p) override { data = p; }
  void step(const StepReport& s) override { losses.push_back(s.objective); }
  void epoch(const Epoch& e, const Metrics&) override { epochs.push_back(e); }
  void scored(Part part, int, const std::vector<Prediction>& p) override { predictions[part] = p; }
  void weights(int, const std::string& safetensors) override { kept = safetensors; }
  bool interrupted() override { return stop_after >= 0 && static_cast<int>(losses.size()) > stop_after; }
};

Trained train(const Plan& plan, Notes& notes, int threads = 1) {
  at::set_num_threads(threads);
  return Trainer(plan, {threads, "cpu"}, notes).run();
}

}  // namespace

TEST_CASE("the same plan gives the same bits twice, and another seed other ones") {
  const Settings harder{
      {"model.dropout", 0.3}, {"model.batch_norm", true}, {"attention", "cbam"}, {"attention.reduction", 4}};
  Notes a, b, c;
  train(test::tiny_plan(harder), a), train(test::tiny_plan(harder), b);
  Settings other = harder;
  other.push_back({"seed.order", 2});
  train(test::tiny_plan(other), c);
  CHECK(a.kept == b.kept);
  CHECK(a.losses == b.losses);
  CHECK(a.losses != c.losses);
  REQUIRE(a.epochs.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(test::same(a.epochs[i].metrics, b.epochs[i].metrics));
}

TEST_CASE("a network with room learns its training images by heart") {
  Notes notes;
  train(test::tiny_plan({{"train.epochs", 60},
                         {"optimizer.rate", 5e-3},
                         {"model.filters", "8,16"},
                         {"model.dense", 32},
                         {"transform.size", 32}}),
        notes);
  CHECK(notes.epochs.back()["train/accuracy"] == 1.0);
  CHECK(notes.epochs.back()["train/loss"] < 0.1);
}

TEST_CASE("the weights that are kept are those of the best epoch, on every way out") {
  const auto check = [](const Settings& more, int stop_after, Trained::Ending ending) {
    Settings set{{"train.epochs", 12}, {"optimizer.rate", 2e-2}};
    set.insert(set.end(), more.begin(), more.end());
    const Plan plan = test::tiny_plan(set);
    Notes notes;
    notes.stop_after = stop_after;
    const Trained done = train(plan, notes);
    CHECK(done.ending == ending);
    double best = INFINITY;
    int epoch = 0;
    for (const Epoch& e : notes.epochs)
      if (e["val/loss"] < best) best = e["val/loss"], epoch = e.number;
    CHECK(done.chosen_epoch == epoch);

    // What the file holds says of the validation images what was recorded for that epoch.
    const Network net(network(plan), input(plan), 77, at::kCPU);
    from_safetensors(notes.kept, net.state());
    Batches batches(plan, 1, [] { return false; });
    batches.load(listing(plan.only(Kind::dataset)));
    const auto samples = notes.data.division.indices(Part::validation);
    const at::NoGradGuard no_gradients;
    const Objective objective({}, std::vector<double>(3, 1.0), at::kCPU);
    std::vector<Prediction> again;
    append(again, samples, batches.labels(samples),
           objective.probabilities(net.forward(batches.images(samples, 0), false)));
    CHECK(scores(again, 3).at("loss") == Approx(best).epsilon(1e-9));
    CHECK((ending == Trained::finished) == (notes.predictions.count(Part::test) == 1));
  };
  SECTION("the last epoch") { check({}, -1, Trained::finished); }
  SECTION("a callback") { check({{"callback", "early_stopping"}, {"callback.patience", 2}}, -1, Trained::finished); }
  SECTION("an interruption") { check({}, 15, Trained::interrupted); }
}

namespace {
struct Breaks : Callback {
  static constexpr const char* doc = "Throws in the third epoch.";
  void epoch_end(const Epoch& epoch, Control&) override {
    if (epoch.number == 3) throw std::runtime_error("broken on purpose");
  }
};
const Registration<Breaks> breaks{"breaks", "tests/engine/training/trainer_test.cpp"};
}  // namespace

TEST_CASE("a plugin that throws ends the run FAILED, with the best weights kept") {
  Notes notes;
  const Trained done = train(test::tiny_plan({{"train.epochs", 6}, {"callback", "breaks"}}), notes);
  CHECK(done.ending == Trained::failed);
  CHECK(done.reason == "broken on purpose");
  CHECK(done.chosen_epoch > 0);
  CHECK_FALSE(notes.kept.empty());
  CHECK(notes.predictions.count(Part::validation) == 1);
  CHECK(notes.predictions.count(Part::test) == 0);
}

TEST_CASE("a loss that is no number ends the run before it reaches the weights") {
  Notes notes;
  const Trained done =
      train(test::tiny_plan(
                {{"optimizer", "sgd"}, {"optimizer.rate", 100}, {"optimizer.weight_decay", 10}, {"train.epochs", 50}}),
            notes);
  CHECK(done.ending == Trained::failed);
  CHECK_THAT(done.reason, Contains("the loss became") && Contains("epoch") && Contains("optimizer.rate"));
}

TEST_CASE("schedule and callbacks scale the rate of the optimizer") {
  Notes constant, cosine;
  train(test::tiny_plan(), constant);
  train(test::tiny_plan({{"schedule", "cosine"}}), cosine);
  CHECK(constant.losses[0] == cosine.losses[0]);
  CHECK(constant.losses.back() != cosine.losses.back());
}

TEST_CASE("a transform that leaves images of different sizes is refused") {
  CHECK_THROWS_WITH(test::tiny_plan({{"transform", "normalise"}}), Contains("no transform fixes the size"));
}

TEST_CASE(
    "mixed images repeat themselves, change what is learned, and the training part's scale is kept with the weights") {
  const auto plan = [](const Settings& set) {
    Experiment e = test::tiny();
    e.transforms({{"resize", {{"size", 16}}},
                  {"normalise", {{"like", "dataset"}}},
                  {"mixup", {{"alpha", 1}}},
                  {"cutmix", {{"alpha", 1}}}});
    return expand(e, "tiny", {set, false}).at(0);
  };
  const Settings unmixed{{"transform.mixup.alpha", 0}, {"transform.cutmix.alpha", 0}};
  Notes a, b, c;
  CHECK(train(plan({}), a).ending == Trained::finished);
  train(plan({}), b), train(plan(unmixed), c);
  CHECK(a.kept == b.kept);
  CHECK(a.losses == b.losses);
  CHECK(a.losses != c.losses);
  CHECK_THAT(a.kept.substr(0, 1000), Contains(R"("fitted":"[[0.)"));
}
