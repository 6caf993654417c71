// Whole updates of a small network: groups of batches, clipping, shares of the rate, unfreezing, and what is
// remembered.
#include "framework/engine/training/updater.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/engine/network/pretrained.h"
#include "tests/engine/fixtures/recipes.h"
#include "tests/engine/training/small_problem.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

/// A network of a plan with its updater, on drawn batches of 3 classes.
struct Subject {
  Plan plan;
  Network network;
  Execution execution;
  Updater updater;
  std::int64_t size;

  explicit Subject(const Settings& set, std::int64_t batch = 8)
      : plan(test::tiny_plan(set)),
        network(xp::network(plan), input(plan), 1, at::kCPU),
        execution((begin_as_planned(network, plan), network), {}),
        updater(plan, network, execution, at::kCPU),
        size(batch) {
    updater.begin({1, 2, 0.5}, 6);
  }

  /// Batch t, from 0, of epochs of 6.
  Updater::Done learn(int t) {
    if (t % 6 == 0) updater.enter(t / 6 + 1, 6, 0);
    at::manual_seed(static_cast<std::uint64_t>(t));
    std::vector<int> labels;
    for (std::int64_t i = 0; i < size; ++i) labels.push_back(static_cast<int>((i + t * size) * 5 % 7 % 3));
    const Shape in = input(plan);
    const Tensor images = test::drawn({6 * size, in.c, in.h, in.w}, 5).slice(0, t % 6 * size, (t % 6 + 1) * size);
    return updater.learn(execution.learn(images.contiguous()), truth_of(labels, {}, at::kCPU));
  }
  void learn(int from, int to) {
    for (int t = from; t < to; ++t) learn(t);
  }
  std::map<std::string, Tensor> weights() const {
    std::map<std::string, Tensor> out;
    for (const NamedTensor& t : network.state()) out[t.name] = t.tensor.detach().clone();
    return out;
  }
  Tensor all() const {
    std::vector<Tensor> out;
    for (const auto& [name, t] : weights()) out.push_back(t.flatten());
    return at::cat(out);
  }
};

Settings with(Settings set, const Settings& more) {
  for (const Setting& s : more) xp::set(set, s.name, s.value);
  return set;
}

/// As a checkpoint would.
State copied(const Updater& updater, const std::string& file) {
  State state;
  updater.save(state);
  state.write(file);
  return State::read(file);
}

const Settings sgd{{"optimizer", "sgd"}, {"optimizer.rate", 0.05}, {"optimizer.momentum", 0.0}};

}  // namespace

TEST_CASE("a group of batches makes the update that one large batch would, classes weighing what they weigh") {
  Subject one(sgd, 24), three(with(sgd, {{"train.accumulate", 3}}), 8);
  const Tensor before = one.all();
  one.learn(0);
  const double norm = one.learn(1).gradient_norm;
  for (int t = 0; t < 6; ++t) {
    const double known = three.learn(t).gradient_norm;
    CHECK(std::isnan(known) == (t % 3 != 2));
    if (t == 5) CHECK(known == Approx(norm).epsilon(1e-5));
  }
  CHECK(at::allclose(one.all(), three.all(), 1e-4, 1e-6));
  CHECK_FALSE(at::allclose(one.all(), before, 1e-4, 1e-6));
}

TEST_CASE("the last group of an epoch may be smaller, and the schedule counts updates") {
  Subject s(with(sgd, {{"train.accumulate", 4}, {"schedule", "step"}, {"schedule.every", 1}, {"schedule.gamma", 0.5}}));
  std::vector<bool> updates;
  std::vector<double> rates;
  for (int t = 0; t < 12; ++t) {
    updates.push_back(!std::isnan(s.learn(t).gradient_norm));
    rates.push_back(s.updater.rate());
  }
  const std::vector<bool> epoch{false, false, false, true, false, true};
  for (std::size_t t = 0; t < 12; ++t) {
    CHECK(updates[t] == epoch[t % 6]);
    CHECK(rates[t] == Approx(t < 6 ? 0.05 : 0.025));
  }
}

TEST_CASE("a gradient whose norm is too large is scaled down to it, and the norm is told as it was") {
  Subject free(sgd), clipped(with(sgd, {{"train.clip_norm", 0.01}})), loose(with(sgd, {{"train.clip_norm", 1000.0}}));
  const Tensor before = free.all();
  const double norm = free.learn(0).gradient_norm;
  REQUIRE(norm > 0.05);
  CHECK(clipped.learn(0).gradient_norm == norm);
  loose.learn(0);
  CHECK((free.all() - before).norm().item<double>() == Approx(0.05 * norm).epsilon(1e-4));
  CHECK((clipped.all() - before).norm().item<double>() == Approx(0.05 * 0.01).epsilon(1e-3));
  CHECK(at::equal(loose.all(), free.all()));
}

TEST_CASE("200 clipped steps end where torch's clip_grad_norm_ and SGD do") {
  const test::SmallProblem problem(at::kDouble);
  UpdateRule rule;
  rule.rate = 0.05, rule.momentum = 0.9;
  Stepper stepper(rule, problem.weights);
  for (int t = 0; t < 200; ++t) {
    stepper.zero_gradients();
    problem.loss(t).backward();
    clip(stepper, 0.25);
    stepper.step(rule.rate);
  }
  CHECK(test::strays(problem.all(), test::clipped) < 1e-12);
}

TEST_CASE("features learn at their share of the rate, what attention added inside them at the whole") {
  const Settings blocks{{"attention", "squeeze_excite"}, {"attention.where", "blocks"}, {"attention.reduction", 2}};
  Subject full(with(sgd, blocks)), spared(with(with(sgd, blocks), {{"optimizer.features_share", 0.25}}));
  const auto before = full.weights();
  full.learn(0), spared.learn(0);
  const auto a = full.weights(), b = spared.weights();
  std::set<double> shares;
  for (const NamedTensor& p : full.network.trained()) {
    const double whole = (a.at(p.name) - before.at(p.name)).norm().item<double>();
    if (whole < 1e-5) continue;
    const double share = (b.at(p.name) - before.at(p.name)).norm().item<double>() / whole;
    const bool quarter = std::abs(share - 0.25) < 0.01, one = std::abs(share - 1) < 0.01;
    INFO(p.name << " learned " << share << " of it");
    CHECK((quarter || one));
    if (p.name.rfind("features.", 0) != 0) CHECK(one);
    if (p.name == "features.0.weight" || p.name == "features.0.0.weight") CHECK(quarter);
    shares.insert(quarter ? 0.25 : 1);
  }
  CHECK(shares.size() == 2);
}

TEST_CASE("what is frozen changes at the beginning of the epochs that say so") {
  Subject s(with(sgd, {{"model.freeze", "features"}, {"train.unfreeze", "2:1, 3:none"}, {"model.batch_norm", true}}));
  const auto moved = [&](const std::string& part, auto before) {
    for (const auto& [name, t] : s.weights())
      if (name.rfind(part, 0) == 0 && !at::equal(t, before.at(name))) return true;
    return false;
  };
  const std::vector<Stage> cut = stages(s.network.net().parts[0], s.network.in());
  REQUIRE(cut.size() == 2);
  const auto of_stage = [&](std::size_t stage, const auto& before) {
    return std::any_of(cut[stage].begin(), cut[stage].end(),
                       [&](const std::string& place) { return moved(place + ".", before); });
  };
  const auto first = s.weights();
  CHECK_FALSE(s.updater.enter(1, 6, 0));
  s.learn(0, 6);
  CHECK_FALSE(moved("features", first));
  CHECK(moved("head", first));
  const auto second = s.weights();
  s.learn(6, 12);
  CHECK_FALSE(of_stage(0, second));
  CHECK(of_stage(1, second));
  const auto third = s.weights();
  s.learn(12, 18);
  CHECK(of_stage(0, third));
  CHECK(of_stage(1, third));
  CHECK_FALSE(s.updater.enter(4, 6, 0));
}

TEST_CASE("saved anywhere and loaded, every recipe goes on to the same bits") {
  const test::TemporaryFolder folder("updater");
  const int before = at::get_num_threads();
  std::vector<Settings> recipes{
      {{"train.accumulate", 4}, {"train.clip_norm", 0.1}},
      {{"train.moving_average", 0.9}, {"loss.smoothing", 0.1}},
      {{"model.freeze", "features"}, {"train.unfreeze", "2:1, 3:none"}, {"optimizer.features_share", 0.5}}};
  for (const char* optimizer : {"sgd", "adam", "adamw", "rmsprop"})
    for (Settings recipe : recipes) {
      recipe = with({{"optimizer", optimizer}, {"model.batch_norm", true}, {"schedule", "cosine"}}, recipe);
      INFO(optimizer << " " << recipe.back().name);
      at::set_num_threads(1);
      Subject whole(recipe);
      whole.learn(0, 18);
      for (const int stop : {4, 6, 9, 15}) {
        Subject first(recipe), second(recipe);
        first.learn(0, stop);
        const State state = copied(first.updater, folder / "state.safetensors");
        const auto weights = first.weights();
        for (const NamedTensor& t : second.network.state()) t.tensor.detach().copy_(weights.at(t.name));
        second.updater.load(state);
        if (stop % 6 != 0) second.updater.enter(stop / 6 + 1, 6, stop % 6);
        second.learn(stop, 18);
        CHECK(at::equal(second.all(), whole.all()));
        const auto shown = second.updater.averages().shown(3, {}, {});
        const auto wanted = whole.updater.averages().shown(3, {}, {});
        CHECK(at::equal(second.all(), whole.all()));
      }
    }
  at::set_num_threads(before);
}
