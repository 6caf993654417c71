// Features that are frozen are computed once: nothing but the speed may tell.
#include "framework/engine/training/frozen.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <cstring>
#include <functional>

#include "framework/engine/network/pretrained.h"
#include "framework/engine/training/learner.h"
#include "framework/engine/training/trainer.h"
#include "tests/support/plans.h"
#include "tests/support/same.h"

using namespace xp;

namespace {

constexpr double plenty = 1e9;  // bytes

struct Brighter : Transform {
  static constexpr const char* doc = "Each pixel brighter by an amount drawn for the image.";
  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    Image out = image;
    const auto more = static_cast<float>(random.uniform());
    for (float& pixel : out.pixels) pixel += more;
    ++drawn;
    return out;
  }
  bool augments() const override { return true; }
  static inline std::atomic<int> drawn = 0;  // images
};
const Registration<Brighter> brighter{"brighter", "tests/engine/training/frozen_test.cpp"};

/// Frozen features and dropout in the head, in batches of 4, the last one of another size.
Plan frozen_plan(const Settings& more = {}, bool augments = false) {
  Experiment e = test::tiny();
  Settings set{{"dataset.images", 27},      {"train.batch", 4},     {"transform.size", 32},
               {"train.precision", "fp32"}, {"model.dropout", 0.3}, {"model.freeze", "features"}};
  if (augments) e.transforms({{"resize", {{"size", 32}}}, {"normalise"}, {"brighter"}});
  for (const Setting& s : more) xp::set(set, s.name, s.value);
  return expand(e, "frozen", {set, false}).at(0);
}

/// A plan's network as training begins, and its images.
struct Classroom {
  Plan plan;
  Network network;
  Execution execution;
  Batches batches;

  explicit Classroom(const Plan& p)
      : plan(p), network(prepared(p)), execution(network, {1, "cpu"}), batches(p, 1, [] { return false; }) {
    batches.load(listing(p.only(Kind::dataset)));
  }
  static Network prepared(const Plan& p) {
    at::set_num_threads(1);
    Network out(xp::network(p), input(p), 1, at::kCPU);
    begin_as_planned(out, p);
    return out;
  }
  FrozenFeatures features(double memory = plenty) { return {execution, batches, train_of(plan.train).batch, memory}; }
};

/// What a run tells.
struct Told : Recorder {
  std::vector<double> objectives;
  std::vector<Epoch> epochs;
  std::vector<Metrics> telemetry;
  std::map<Part, std::vector<Prediction>> predictions;
  std::string kept;

  void prepared(const Prepared&) override {}
  void step(const StepReport& s) override { objectives.push_back(s.objective); }
  void epoch(const Epoch& e, const Metrics& t) override { epochs.push_back(e), telemetry.push_back(t); }
  void scored(Part part, int, const std::vector<Prediction>& p) override { predictions[part] = p; }
  void weights(int, const std::string& safetensors) override { kept = safetensors; }
  bool interrupted() override { return false; }
};

Told trained(const Plan& plan, double memory) {
  at::set_num_threads(2);
  Told out;
  REQUIRE(Trainer(plan, {2, "cpu", train_of(plan.train).precision}, out, {}, memory).run().ending == Trained::finished);
  return out;
}

/// What follows the header, in which the plan is named.
std::string numbers(const std::string& safetensors) {
  std::uint64_t header = 0;
  std::memcpy(&header, safetensors.data(), sizeof header);
  return safetensors.substr(sizeof header + header);
}

void check_same(const Told& a, const Told& b) {
  CHECK(a.objectives == b.objectives);
  CHECK((numbers(a.kept) == numbers(b.kept)));
  REQUIRE(a.epochs.size() == b.epochs.size());
  for (std::size_t i = 0; i < a.epochs.size(); ++i) CHECK(test::same(a.epochs[i].metrics, b.epochs[i].metrics));
  for (const Part part : {Part::validation, Part::test}) {
    REQUIRE(a.predictions.at(part).size() == b.predictions.at(part).size());
    for (std::size_t i = 0; i < a.predictions.at(part).size(); ++i)
      CHECK(a.predictions.at(part)[i].probabilities == b.predictions.at(part)[i].probabilities);
  }
}

}  // namespace

TEST_CASE("a run that keeps what frozen features say is the run that computes it each time, to the last bit") {
  for (const Settings& model : {Settings{{"model.batch_norm", true}},
                                {{"model.dense", 16}, {"train.precision", "bf16"}},
                                {{"model", "resnet"}, {"model.depth", 18}},
                                {{"model", "resnet"}, {"model.depth", 18}, {"train.precision", "bf16"}},
                                {{"model", "mobilenet_v2"}},
                                {{"model", "efficientnet"}}}) {
    CAPTURE(model.at(0).value.text());
    const Plan plan = frozen_plan(model);
    const Told kept = trained(plan, plenty);
    check_same(kept, trained(plan, 0));
    CHECK(kept.objectives.front() != kept.objectives.back());
  }
}

TEST_CASE("the head learns from frozen features what it would learn behind the whole network") {
  Classroom room(frozen_plan({{"model", "resnet"}, {"model.depth", 18}}));
  const auto pupil = learner(room.network, room.execution, room.batches, 4, plenty);
  const std::vector<int> samples{7, 3, 11, 0, 5};
  const auto logits_and_gradient = [&](const std::function<Tensor()>& says) {
    at::manual_seed(5);  // of the dropout
    const Tensor logits = says();
    Tensor weight = room.network.trained().at(0).tensor;
    weight.mutable_grad() = Tensor();
    logits.square().sum().backward();
    return std::pair(logits.detach(), weight.grad().clone());
  };
  const auto close = [](const Tensor& a, const Tensor& b) {
    CHECK(((a - b).abs().max() / b.abs().max()).item<double>() <= 1e-5);
  };
  const auto whole =
      logits_and_gradient([&] { return room.network.logits(room.batches.images(samples, 1), true).main; });
  for (const char* time : {"computed", "kept"}) {
    CAPTURE(time);
    const auto head = logits_and_gradient([&] { return pupil->learn(samples, 1).said.main; });
    close(head.first, whole.first), close(head.second, whole.second);
  }
  close(pupil->judge(samples).at(0), room.network.forward(room.batches.images(samples, 0), false).detach());
}

TEST_CASE("what frozen features say is kept for each image and variant that comes again") {
  const std::vector<int> all{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  SECTION("nothing augments: one an image, the same for learning and judging") {
    Classroom room(frozen_plan());
    FrozenFeatures features = room.features();
    features.of({0, 1, 2}, 1), features.of(all, 2), features.of(all, 0);
    CHECK(features.kept() == 10);
  }
  SECTION("the images of every epoch are new ones: none but those for judging") {
    Classroom room(frozen_plan({}, true));
    FrozenFeatures features = room.features();
    const Tensor first = features.of(all, 1);
    CHECK_FALSE(at::equal(features.of(all, 2), first));
    CHECK(features.kept() == 0);
    features.of({0, 1}, 0);
    CHECK(features.kept() == 2);
  }
  SECTION("two variants take turns") {
    Classroom room(frozen_plan({{"train.variants", 2}}, true));
    FrozenFeatures features = room.features();
    const Tensor first = features.of(all, 1), second = features.of(all, 2);
    CHECK_FALSE(at::equal(first, second));
    CHECK(features.kept() == 20);
    const int drawn = Brighter::drawn;
    CHECK(at::equal(features.of(all, 3), first));
    CHECK(at::equal(features.of(all, 4), second));
    CHECK(features.kept() == 20);
    CHECK(Brighter::drawn == drawn);
  }
  SECTION("an image that an epoch draws twice is two, and both come again") {
    Classroom room(frozen_plan({{"train.variants", 1}}, true));
    FrozenFeatures features = room.features();
    for (int pass = 0; pass < 2; ++pass) features.expect({{0, 1}, {2, 0}}, 1, 0);
    const Tensor first = features.of({0, 1}, 1), again = features.of({2, 0}, 1);
    CHECK_FALSE(at::equal(first[0], again[1]));
    CHECK(at::equal(features.of({0, 1}, 1), first));  // the epoch is passed through once more
    CHECK(at::equal(features.of({2, 0}, 1), again));
    CHECK(features.kept() == 4);
    CHECK(at::equal(features.of({0, 0}, 2), at::stack({first[0], again[1]})));
  }
  SECTION("no more than the memory holds, and what is left out is computed anew") {
    Classroom room(frozen_plan());
    FrozenFeatures features = room.features(3.5 * 8 * sizeof(float)), others = room.features();
    for (int time = 0; time < 2; ++time) CHECK(at::equal(features.of(all, 1), others.of(all, 1)));
    CHECK(features.kept() == 3);
  }
  SECTION("a neck without weights is part of it, one that learns is not") {
    CHECK(Classroom(frozen_plan()).features().of({0, 1}, 1).sizes() == at::IntArrayRef({2, 8, 1, 1}));
    CHECK(Classroom(frozen_plan({{"model.dense", 16}})).features().of({0, 1}, 1).size(2) > 1);
  }
}

TEST_CASE("what an image gives does not depend on its company") {
  Classroom room(frozen_plan({{"model", "resnet"}, {"model.depth", 18}}));
  const Tensor all = room.features().of({0, 1, 2, 3, 4, 5, 6, 7, 8}, 1);
  for (const int i : {0, 3, 8}) CHECK(at::equal(room.features().of({i}, 1)[0], all[i]));
  const Tensor twice = room.features().of({5, 5, 2, 5}, 1);
  CHECK(at::equal(twice[3], all[5]));
  CHECK(at::equal(twice[2], all[2]));
}

TEST_CASE("behind frozen features an attention learns, and nothing is kept") {
  for (const Settings& attention :
       {Settings{{"attention", "squeeze_excite"}, {"attention.reduction", 2}},
        {{"model", "resnet"}, {"model.depth", 18}, {"attention", "eca"}, {"attention.where", "blocks"}}}) {
    const Plan plan = frozen_plan(attention);
    Classroom room(plan);
    CHECK_FALSE(room.execution.has_front());
    CHECK(room.network.trained().size() > 2);
    const Told told = trained(plan, plenty);
    CHECK(told.telemetry.back().count("multiply_adds_per_second") == 1);
  }
  CHECK_FALSE(Classroom(frozen_plan({{"model.freeze", "1"}})).execution.has_front());
  CHECK_FALSE(Classroom(frozen_plan({{"model.freeze", "none"}})).execution.has_front());
}

TEST_CASE("variants are those of the first epochs again, with frozen features and without") {
  for (const std::string freeze : {"features", "none"}) {
    CAPTURE(freeze);
    const auto with = [&](int variants) {
      return trained(frozen_plan({{"train.variants", variants}, {"model.freeze", freeze}, {"train.epochs", 3}}, true),
                     plenty);
    };
    const Told none = with(0), enough = with(3), two = with(2);
    check_same(none, enough);
    const auto steps = static_cast<std::ptrdiff_t>(none.objectives.size() / 3);
    CHECK(std::equal(none.objectives.begin(), none.objectives.begin() + 2 * steps, two.objectives.begin()));
    CHECK(none.objectives != two.objectives);
  }
  const Plan plan = frozen_plan({{"train.variants", 2}}, true);
  Batches batches(plan, 1, [] { return false; });
  batches.load(listing(plan.only(Kind::dataset)));
  CHECK(at::equal(batches.images({4, 9}, 1), batches.images({4, 9}, 3)));
  CHECK_FALSE(at::equal(batches.images({4, 9}, 1), batches.images({4, 9}, 2)));
}
