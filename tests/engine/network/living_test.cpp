// Which ReLUs are dead: known ones in a small network, and the same on the compiled path as on the plain one.
#include "framework/engine/network/living.h"

#include "framework/engine/execution.h"

#include <catch2/catch.hpp>

#include "framework/engine/network/layer.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

Net whole(const Net& features, const Net& neck = global_pool) {
  return seq({features, identity, neck, identity, linear(2)});
}

Tensor tensor_named(const Network& network, const std::string& name) {
  for (const NamedTensor& p : network.parameters())
    if (p.name == name) return p.tensor;
  FAIL("no tensor " << name);
  return {};
}

/// Of the images in pieces, compiled; and plain.
std::pair<std::optional<double>, std::optional<double>> both(const Network& network, const Tensor& images,
                                                             const std::string& precision = "fp32") {
  const at::NoGradGuard no_gradients;
  Execution execution(network, {1, "cpu", precision});
  Living compiled, plain;
  execution.watch(&compiled);
  for (std::int64_t i = 0; i < images.size(0); i += 4)
    execution.judge(images.narrow(0, i, std::min<std::int64_t>(4, images.size(0) - i)));
  execution.watch(nullptr);
  network.logits_of(network.map(images, false, &plain), false, &plain);
  return {compiled.dead(), plain.dead()};
}

}  // namespace

TEST_CASE("a channel whose bias is far below 0 is dead, and each counts the same") {
  const Network network(whole(seq({conv(8, 3).bias(), relu, conv(4, 3), batch_norm, relu6}), seq({linear(6), relu})),
                        {1, 12, 12}, 1, at::kCPU);
  const at::NoGradGuard no_gradients;
  tensor_named(network, "features.0.bias").fill_(2).narrow(0, 0, 3).fill_(-1e4);
  tensor_named(network, "neck.0.bias").fill_(1e4).narrow(0, 2, 1).fill_(-1e6);
  tensor_named(network, "features.3.bias").fill_(3);
  at::manual_seed(1);
  const Tensor images = at::rand({10, 1, 12, 12});
  for (const std::string precision : {"fp32", "bf16"}) {
    const auto [compiled, plain] = both(network, images, precision);
    CHECK(compiled.value() == Approx(4.0 / 18));
    CHECK(plain.value() == Approx(4.0 / 18));
  }
}

TEST_CASE("one image among many, in a later piece, brings a channel to life") {
  const Network network(whole(seq({conv(1, 1), relu})), {1, 8, 8}, 1, at::kCPU);
  const at::NoGradGuard no_gradients;
  tensor_named(network, "features.0.weight").fill_(1);
  Tensor images = -at::ones({9, 1, 8, 8});
  CHECK(both(network, images).first.value() == 1);
  CHECK(both(network, images).second.value() == 1);
  images[8][0][7][7] = 1;
  CHECK(both(network, images).first.value() == 0);
  CHECK(both(network, images).second.value() == 0);
}

TEST_CASE("published networks count the same dead ReLUs compiled and plain") {
  for (const Settings& model : {Settings{{"model", "resnet"}, {"model.depth", 18}},
                                {{"model", "densenet"}},
                                {{"model", "mobilenet_v2"}},
                                {{"model", "resnet"}, {"model.depth", 18}, {"attention", "cbam"}},
                                {{"model", "small_cnn"}, {"model.dense", 16}}}) {
    CAPTURE(model.at(0).value.text(), model.size());
    Settings set = model;
    set.push_back({"transform.size", 32});
    const Plan plan = test::tiny_plan(set);
    const Network network(xp::network(plan), input(plan), 1, at::kCPU);
    const at::NoGradGuard no_gradients;
    at::manual_seed(1);
    for (const NamedTensor& p : network.parameters())  // so that some are dead
      if (p.tensor.dim() == 1 && p.name.rfind(".bias") != std::string::npos)
        p.tensor.copy_(at::randn_like(p.tensor) * 2 - 2);
    at::manual_seed(1);
    const auto [compiled, plain] = both(network, at::rand({6, 1, 32, 32}));
    CHECK(plain.value() > 0);
    CHECK(compiled.value() == Approx(plain.value()).margin(0.002));
  }
}

TEST_CASE("a network without a ReLU has no share of dead ones") {
  const Network network(whole(seq({conv(4, 3), silu})), {1, 8, 8}, 1, at::kCPU);
  const auto [compiled, plain] = both(network, at::rand({4, 1, 8, 8}));
  CHECK_FALSE(compiled.has_value());
  CHECK_FALSE(plain.has_value());
}
