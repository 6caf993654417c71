#include "framework/engine/explain/saliency.h"

#include <catch2/catch.hpp>

#include "framework/engine/explain/cascade.h"
#include "framework/engine/explain/occlusion.h"
#include "framework/plan/plan.h"
#include "tests/engine/fixtures/saliency.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

const char* const of_the_map[] = {"gradcam", "gradcam++", "hirescam"};

/// factor · sin(0.7 i + phase), as fixtures/saliency.py has it.
Tensor waves(at::IntArrayRef shape, double phase, double factor) {
  const std::int64_t n = c10::multiply_integers(shape);
  return (factor * (0.7 * at::arange(n, at::kDouble) + phase).sin()).to(at::kFloat).reshape(shape);
}

void fill(const Network& network, const std::vector<double>& phases) {
  const at::NoGradGuard no_gradients;
  REQUIRE(network.parameters().size() == phases.size());
  for (std::size_t i = 0; i < phases.size(); ++i) {
    Tensor t = network.parameters()[i].tensor;
    t.copy_(waves(t.sizes(), phases[i], 0.5));
  }
}

/// BatchNorm's statistics and all weights as after some training.
void shake(const Network& network) {
  const at::NoGradGuard no_gradients;
  for (const NamedTensor& p : network.parameters()) {
    Tensor t = p.tensor;
    t.add_(0.1 * at::randn(t.sizes()));
  }
  for (const NamedTensor& b : network.buffers()) {
    Tensor t = b.tensor;
    b.name.ends_with("var") ? t.uniform_(0.5, 1.5) : t.normal_(0, 0.3);
  }
}

Tensor heat(const Network& network, const std::string& method, const Tensor& images, const std::vector<int>& targets,
            LossForm form = {}) {
  const LastMap last = last_map(network, images);
  return activation_heat(method, last.map, gradient(last, targets, form));
}

/// With its largest value as 1, each image its own.
Tensor scaled(const Tensor& heat) { return heat / heat.amax({1, 2}, true).clamp_min(1e-300); }

double apart(const Tensor& a, const Tensor& b) { return (a - b).abs().max().item<double>(); }

Network made(const Plan& plan) { return {network(plan), input(plan), 7, at::kCPU}; }

const std::vector<Settings> pooled_and_linear{
    {{"model.filters", "8,16"}},
    {{"model.batch_norm", true}, {"attention", "cbam"}, {"attention.reduction", 4}},
    {{"model", "resnet"}, {"model.depth", 18}, {"transform.size", 64}},
    {{"model", "densenet"}, {"model.depth", 121}, {"transform.size", 64}}};

}  // namespace

TEST_CASE("heat maps are those that torch's autograd gives by definition") {
  const Net net =
      seq({seq({conv(3, 3).bias(), relu, max_pool(2, 2)}), identity, seq({linear(5), relu}), dropout(0.5), linear(3)});
  const Network network(net, {1, 8, 8}, 0, at::kCPU);
  fill(network, {0, 1, 2, 3, 1.5, 5});
  const Tensor images = waves({2, 1, 8, 8}, 6, 1);
  const std::vector<int> targets{1, 0};
  const auto expected = [](const std::string& method, std::int64_t side) {
    return at::tensor(test::heat_maps.at(method), at::kDouble).reshape({2, side, side});
  };
  CHECK(apart(heat(network, "gradcam", images, targets), expected("gradcam", 4)) < 1e-6);
  CHECK(apart(scaled(heat(network, "gradcam++", images, targets)), expected("gradcam++", 4)) < 1e-5);
  CHECK(apart(heat(network, "hirescam", images, targets), expected("hirescam", 4)) < 1e-6);
  CHECK(apart(occlusion_heat(network, images, targets, {}, {3, 2}, 5), expected("occlusion", 8)) < 1e-5);
}

TEST_CASE("where a network pools and is linear, Grad-CAM and HiResCAM are CAM up to ReLU and scale") {
  // CAM: Zhou et al. 2016, "Learning deep features for discriminative localization", equation 2.
  for (const Settings& settings : pooled_and_linear) {
    const Plan plan = test::tiny_plan(settings);
    INFO(plan.only(Kind::model).name);
    const Network network = made(plan);
    at::manual_seed(3);
    shake(network);
    const Shape in = input(plan);
    const Tensor images = at::rand({3, in.c, in.h, in.w});
    const std::vector<int> targets{0, 1, 2};
    Tensor weights;
    for (const NamedTensor& p : network.parameters())
      if (p.name == "head.weight") weights = p.tensor.detach().to(at::kDouble);
    const Tensor map = last_map(network, images).map.detach().to(at::kDouble);
    const Tensor cam = (weights.unsqueeze(-1).unsqueeze(-1) * map).sum(1).relu();  // row i explains class i
    REQUIRE(cam.amax({1, 2}).gt(0).any().item<bool>());
    const Tensor gradcam = heat(network, "gradcam", images, targets);
    CHECK(apart(scaled(gradcam), scaled(cam)) < 1e-5);
    CHECK(apart(scaled(heat(network, "hirescam", images, targets)), scaled(gradcam)) < 1e-5);
  }
}

TEST_CASE("a batch gives what single images give, by every method") {
  std::vector<Settings> settings = pooled_and_linear;
  settings.push_back({{"model.dense", 12}, {"model.batch_norm", true}});
  for (const Settings& s : settings) {
    const Plan plan = test::tiny_plan(s);
    INFO(plan.only(Kind::model).name);
    const Network network = made(plan);
    at::manual_seed(4);
    shake(network);
    const Shape in = input(plan);
    const Tensor images = at::rand({5, in.c, in.h, in.w});
    const std::vector<int> targets{2, 0, 1, 1, 0};
    const auto by = [&](const std::string& method, const Tensor& x, const std::vector<int>& t) {
      return method == "occlusion" ? occlusion_heat(network, x, t, {}, {in.h / 2, in.h / 4}, 4)
                                   : heat(network, method, x, t);
    };
    for (const std::string method : {"gradcam", "gradcam++", "hirescam", "occlusion"}) {
      const Tensor together = scaled(by(method, images, targets));
      for (std::int64_t i = 0; i < 5; ++i) {
        const Tensor alone = scaled(by(method, images.narrow(0, i, 1), {targets[static_cast<std::size_t>(i)]}));
        CAPTURE(method, i);
        CHECK(apart(together.narrow(0, i, 1), alone) <= 1e-6);
      }
    }
  }
}

TEST_CASE("with one output, the first class is explained by what speaks against the second") {
  const Plan plan = test::tiny_plan({{"dataset.task", "double_curve"}, {"loss", "binary_cross_entropy"}});
  const Network network = made(plan);
  const LossForm form = plan.make<Loss>()->form();
  at::manual_seed(5);
  const Tensor images = at::rand({2, 1, 16, 16});
  const Tensor logits = network.forward(images, false).detach();
  CHECK(apart(evidence(logits, {1, 0}, form), at::stack({logits[0][0], -logits[1][0]})) == 0);
  const LastMap last = last_map(network, images);
  CHECK(apart(gradient(last, {1, 1}, form), -gradient(last, {0, 0}, form)) == 0);
}

TEST_CASE("where nothing speaks for a class, the map is empty and holds no NaN") {
  const Plan plan = test::tiny_plan({{"model.dense", 6}});
  const Network network = made(plan);
  const at::NoGradGuard no_gradients;
  for (const NamedTensor& p : network.parameters())
    if (Tensor t = p.tensor; p.name == "neck.0.bias") t.fill_(-1e6);  // every hidden unit is dead
  for (const char* method : of_the_map) {
    const at::AutoGradMode with_gradients(true);
    const Tensor map = heat(network, method, at::rand({2, 1, 16, 16}), {0, 1});
    CHECK(map.eq(0).all().item<bool>());
  }
  CHECK(occlusion_heat(network, at::rand({1, 1, 16, 16}), {0}, {}, {4, 2}, 8).eq(0).all().item<bool>());
}

TEST_CASE("gradients too small to be squared in single precision still weigh a map") {
  const Tensor map = at::rand({1, 2, 3, 3}) + 0.1, g = at::full({1, 2, 3, 3}, 1e-30);
  for (const char* method : of_the_map) CHECK(activation_heat(method, map, g).gt(0).all().item<bool>());
}

TEST_CASE("a wrong method, patch or stride is refused") {
  const Tensor x = at::rand({1, 1, 2, 2});
  CHECK_THROWS_WITH(activation_heat("grad-cam", x, x), Contains("grad-cam"));
  CHECK_THROWS_WITH(cover(99, 0, {1, 64, 48}), Contains("covers more than the network sees"));
  CHECK_THROWS_WITH(cover(8, 9, {1, 64, 64}), Contains("leave gaps"));
  CHECK(cover(0, 0, {1, 64, 48}).patch == 6);
  CHECK(cover(0, 0, {1, 64, 48}).stride == 3);
  CHECK(cover(0, 0, {1, 4, 4}).stride == 1);
}

TEST_CASE("the cascade goes from the head to the first layer and leaves nothing as it was") {
  const Plan plan = test::tiny_plan({{"model.filters", "4,8"}, {"model.batch_norm", true}, {"model.dense", 6}});
  const Network network = made(plan), drawn(xp::network(plan), input(plan), 8, at::kCPU);
  shake(network);
  const std::vector<std::string> layers = cascade(network);
  CHECK(layers == std::vector<std::string>{"head", "neck.0", "features.1", "features.0"});
  const auto same = [&](const std::string& name) {
    for (std::size_t i = 0; i < network.state().size(); ++i)
      if (network.state()[i].name == name) return at::equal(network.state()[i].tensor, drawn.state()[i].tensor);
    return false;
  };
  randomise(network, "head", drawn);
  CHECK(same("head.weight"));
  CHECK_FALSE(same("neck.0.weight"));
  for (const std::string& layer : layers) randomise(network, layer, drawn);
  for (const NamedTensor& t : network.state()) CHECK(same(t.name));
}
