// What a Net describes, made to run: shapes, counts and names agree with the value.
#include "framework/engine/network/network.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/engine/training/loss.h"
#include "tests/engine/fixtures/numbers.h"
#include "tests/registry/fixtures/transforms.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

Network made(const Plan& plan, std::uint64_t seed = 1) { return Network(network(plan), input(plan), seed, at::kCPU); }

Plan plan_with(const std::string& model, const std::string& attention, int size) {
  return test::tiny_plan({{"model", model}, {"attention", attention}, {"transform.size", size}});
}

}  // namespace

TEST_CASE("every model and every attention runs, and has as many weights as were measured") {
  const auto check = [](const std::string& model, const std::string& attention) {
    INFO(model << " with " << attention);
    const Plan plan = plan_with(model, attention, 80);
    const Network net = made(plan);
    std::int64_t weights = 0;
    for (const NamedTensor& p : net.parameters()) weights += p.tensor.numel();
    CHECK(weights == measure(network(plan), input(plan)).parameters);
    const Tensor out = net.forward(at::zeros({2, 1, 80, 80}), false);
    CHECK(out.sizes() == at::IntArrayRef({2, 3}));
    CHECK(at::isfinite(out).all().item<bool>());
  };
  for (const PluginInfo* model : test::self_contained(Kind::model)) check(model->name, "none");
  for (const PluginInfo* attention : Registry::global().all(Kind::attention)) check("small_cnn", attention->name);
}

TEST_CASE("every model takes every attention, after its features and inside its blocks") {
  for (const PluginInfo* model : test::self_contained(Kind::model))
    for (const PluginInfo* attention : Registry::global().all(Kind::attention))
      for (const char* where : {"features", "blocks"}) {
        INFO(model->name << " with " << attention->name << " where " << where);
        CHECK_NOTHROW(network(test::tiny_plan({{"model", model->name},
                                               {"attention", attention->name},
                                               {"attention.where", where},
                                               {"transform.size", 80}})));
      }
}

TEST_CASE("weights are named by their place, once each") {
  std::set<std::string> names;
  const Network net = made(plan_with("small_cnn", "cbam", 16));
  for (const NamedTensor& t : net.state()) CHECK(names.insert(t.name).second);
  CHECK(names.count("features.0.0.weight") == 1);
  CHECK(names.count("attention.0.0.1.weight") == 1);
  CHECK(names.count("head.bias") == 1);
}

TEST_CASE("initial weights depend on the seed alone, and on nothing that was drawn before") {
  const Plan plain = plan_with("small_cnn", "none", 16), gated = plan_with("small_cnn", "squeeze_excite", 16);
  const auto tensor = [](const Network& net, const std::string& name) {
    for (const NamedTensor& t : net.state())
      if (t.name == name) return t.tensor.detach().clone();
    return Tensor();
  };
  const Network a = made(plain), b = made(plain), c = made(plain, 2), d = made(gated);
  CHECK(at::equal(tensor(a, "head.weight"), tensor(b, "head.weight")));
  CHECK_FALSE(at::equal(tensor(a, "head.weight"), tensor(c, "head.weight")));
  CHECK(at::equal(tensor(a, "head.weight"), tensor(d, "head.weight")));
  CHECK(tensor(a, "features.1.0.weight").std().item<double>() == Approx(std::sqrt(2.0 / (16 * 9))).epsilon(0.05));
}

TEST_CASE("CBAM's channel gate shares its weights between mean and maximum") {
  const Net gate_of = seq({avg_max, conv(2, 1).bias(), relu, conv(4, 1).bias(), sum_positions});
  // A net as xp::network makes it, its attention alone of interest.
  const Network net(seq({gate_of, identity, identity, identity, identity}), {4, 5, 5}, 3, at::kCPU);
  const Tensor x = at::rand({2, 4, 5, 5});
  const auto w = [&](int i) { return net.parameters().at(static_cast<std::size_t>(i)).tensor; };
  const auto mlp = [&](const Tensor& v) {
    return at::linear(at::relu(at::linear(v, w(0).flatten(1), w(1))), w(2).flatten(1), w(3));
  };
  const Tensor want = mlp(x.mean({2, 3})) + mlp(x.amax({2, 3}));
  CHECK(at::allclose(net.forward(x, false), want, 1e-5, 1e-6));
}

TEST_CASE("losses are torch's, with class weights") {
  const Tensor logits =
      at::tensor({1.0, -0.5, 0.2, 0.1, 2.0, -1.0, 0.3, 0.3, 0.9, -1.0, 0.0, 1.0}).to(at::kFloat).view({4, 3});
  const Tensor labels = at::tensor({0, 1, 1, 2}, at::kLong);
  const Objective three({LossForm::cross_entropy}, {1, 2, 0.5}, at::kCPU);
  CHECK(three.loss(logits, {labels}).item<double>() == Approx(test::cross_entropy).epsilon(1e-6));
  CHECK(three.probabilities(logits).sum(1).allclose(at::ones(4, at::kDouble)));
  const Objective two({LossForm::binary_cross_entropy}, {1, 5}, at::kCPU);
  CHECK(two.loss(logits.narrow(1, 0, 1), {labels.clamp_max(1)}).item<double>() ==
        Approx(test::binary_cross_entropy).epsilon(1e-6));
  CHECK(two.probabilities(logits.narrow(1, 0, 1)).size(1) == 2);
}

TEST_CASE("losses of mixed labels are torch's of soft ones, and by hand") {
  const Tensor logits =
      at::tensor({1.0, -0.5, 0.2, 0.1, 2.0, -1.0, 0.3, 0.3, 0.9, -1.0, 0.0, 1.0}).to(at::kFloat).view({4, 3});
  const Mixture mixture{{2, 1, 0, 0}, {0.7, 0.2, 1, 0.45}};
  const Truth truth = truth_of({0, 1, 1, 2}, mixture, at::kCPU);
  const auto& torchs = test::transformed.at("mixed_losses");
  const LossForm cross{LossForm::cross_entropy}, binary{LossForm::binary_cross_entropy};
  CHECK(Objective(cross, {1, 1, 1}, at::kCPU).loss(logits, truth).item<double>() == Approx(torchs[0]).epsilon(1e-5));
  CHECK(Objective(cross, {1, 2, 0.5}, at::kCPU).loss(logits, truth).item<double>() == Approx(torchs[1]).epsilon(1e-5));
  const Truth two = truth_of({0, 1, 1, 1}, {{1, 1, 0, 0}, mixture.shares}, at::kCPU);
  CHECK(Objective(binary, {1, 1}, at::kCPU).loss(logits.narrow(1, 0, 1), two).item<double>() ==
        Approx(torchs[2]).epsilon(1e-5));
  // One image, as likely either class, weights 3 and 1: (0.25 · 3 + 0.75 · 1) · ln 2 over the same sum.
  const Truth one = truth_of({0}, {{1}, {0.25}}, at::kCPU);
  CHECK(Objective(cross, {3, 1}, at::kCPU).loss(at::zeros({1, 2}), one).item<double>() == Approx(std::log(2.0)));
  CHECK(mostly({0, 1, 1, 2}, mixture) == std::vector<int>{0, 1, 1, 0});
}

TEST_CASE("a share of 1 is no mixture") {
  const Tensor logits = at::tensor({1.0, -0.5, 0.1, 2.0}).to(at::kFloat).view({2, 2});
  const Objective objective({}, {1, 5}, at::kCPU);
  const Tensor plain = objective.loss(logits, truth_of({0, 1}, {}, at::kCPU));
  CHECK(at::allclose(objective.loss(logits, truth_of({0, 1}, {{1, 0}, {1, 1}}, at::kCPU)), plain));
}
