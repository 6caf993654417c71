// Attention as its papers write it, and its gradients against finite differences in float64.
#include "tests/engine/network/published.h"
#include "tests/support/plans.h"

#include <catch2/catch.hpp>

using namespace xp;
using namespace xp::test;

namespace {

constexpr int channels = 16, height = 5, width = 4;

/// The attention alone, as a network whose outputs are its map.
struct Alone {
  explicit Alone(const Choice& choice)
      : network(
            seq({identity, Registry::global().make<Attention>(choice)->net(channels), identity, identity, identity}),
            {channels, height, width}, 7, at::kCPU) {
    widen(network);
  }

  Network network;
  Tensor x = made("x", {2, channels, height, width}, 20).to(at::kDouble);

  Tensor forward(bool training = false) const {
    return network.forward(x, training).view({2, channels, height, width});
  }
  Tensor weight(std::size_t i) const { return network.parameters().at(i).tensor.detach(); }
};

/// The largest difference between autograd's gradient of what `forward` sums up and finite differences, over the
/// largest gradient.
template <class Forward>
double gradient_error(const Tensor& leaf, const Tensor& gradient, Forward forward) {
  const at::NoGradGuard no_gradients;
  const double step = 1e-6;
  Tensor differences = at::empty_like(leaf);  // laid out as the leaf is
  double *x = leaf.data_ptr<double>(), *difference = differences.data_ptr<double>();
  for (std::int64_t i = 0; i < leaf.numel(); ++i) {
    const double kept = x[i];
    x[i] = kept + step;
    const double above = forward();
    x[i] = kept - step;
    difference[i] = (above - forward()) / (2 * step);
    x[i] = kept;
  }
  return ((differences - gradient).abs().max() / gradient.abs().max()).template item<double>();
}

}  // namespace

TEST_CASE("every attention's gradients are those of finite differences") {
  const Tensor by = made("by", {2, channels, height, width}, 20).to(at::kDouble);
  for (const PluginInfo* plugin : Registry::global().all(Kind::attention))
    for (const bool training : {false, true}) {
      Alone alone(plugin->name);
      alone.x.requires_grad_();
      (alone.forward(training) * by).sum().backward();
      const auto value = [&] { return (alone.forward(training) * by).sum().item<double>(); };
      INFO(plugin->name << (training ? " in training" : ""));
      CHECK(gradient_error(alone.x, alone.x.grad(), value) < 1e-6);
      for (const NamedTensor& p : alone.network.parameters()) {
        CAPTURE(p.name);
        REQUIRE(p.tensor.grad().defined());
        if (p.tensor.grad().abs().max().item<double>() > 1e-9)  // BatchNorm in training takes a bias before it away
          CHECK(gradient_error(p.tensor, p.tensor.grad(), value) < 1e-6);
      }
    }
}

TEST_CASE("efficient channel attention is a convolution along the channels") {
  const Alone eca("eca");
  const Tensor along = at::conv1d(eca.x.mean({2, 3}).unsqueeze(1), eca.weight(0).view({1, 1, 3}), {}, 1, 1);
  CHECK(at::allclose(eca.forward(), eca.x * at::sigmoid(along).view({2, channels, 1, 1})));
}

TEST_CASE("coordinate attention multiplies by gates of rows and of columns") {  // Hou et al. 2021, equations 4 to 11
  const Alone alone("coordinate");
  const auto w = [&](std::size_t i) { return alone.weight(i); };
  const auto gate_of = [&](const Tensor& means, std::size_t last) {  // N×C×positions
    const Tensor hidden = at::conv1d(means, w(0).squeeze(3), w(1));
    const Tensor normal = (hidden / std::sqrt(1 + 1e-5)) * w(2).view({-1, 1}) + w(3).view({-1, 1});
    const Tensor active = normal * at::clamp(normal + 3, 0, 6) / 6;
    return at::sigmoid(at::conv1d(active, w(last).squeeze(3), w(last + 1)));
  };
  const Tensor rows = gate_of(alone.x.mean(3), 4).unsqueeze(3), columns = gate_of(alone.x.mean(2), 6).unsqueeze(2);
  CHECK(at::allclose(alone.forward(), alone.x * rows * columns));
}

TEST_CASE("self-attention adds to each position the values of all, weighed by likeness, head by head") {
  const Alone alone({"self_attention", {{"heads", 4}}});
  const Tensor x = alone.x.flatten(2).transpose(1, 2);  // N × positions × C
  const auto part = [&](const Tensor& all, int i) { return all.narrow(0, i * channels, channels); };
  const auto projected = [&](int i) {
    return at::linear(x, part(alone.weight(0), i).flatten(1), part(alone.weight(1), i));
  };
  const Tensor q = projected(0), k = projected(1), v = projected(2);
  std::vector<Tensor> heads;
  for (int h = 0; h < 4; ++h) {
    const auto own = [&](const Tensor& t) { return t.narrow(2, 4 * h, 4); };
    heads.push_back(at::softmax(at::einsum("npc,nqc->npq", {own(q), own(k)}) / 2, 2).matmul(own(v)));
  }
  const Tensor gathered = at::linear(at::cat(heads, 2), alone.weight(2).flatten(1), alone.weight(3));
  CHECK(at::allclose(alone.forward(), (x + gathered).transpose(1, 2).reshape_as(alone.x)));
}

TEST_CASE("attention in blocks runs, and leaves the initial weights of the other layers as they were") {
  for (const char* model : {"inception_v3", "densenet", "efficientnet", "small_cnn"}) {
    CAPTURE(model);
    const auto made = [&](const char* attention) {
      const Plan plan = tiny_plan(
          {{"model", model}, {"attention", attention}, {"attention.where", "blocks"}, {"transform.size", 80}});
      return std::make_unique<Network>(network(plan), input(plan), 1, at::kCPU);
    };
    const auto plain = made("none"), gated = made("squeeze_excite");
    std::map<std::string, Tensor> tensors;
    for (const NamedTensor& t : gated->state()) tensors.emplace(t.name, t.tensor);
    CHECK(tensors.size() > plain->state().size());
    for (const NamedTensor& t : plain->state()) {
      CAPTURE(t.name);
      REQUIRE(tensors.count(t.name) == 1);
      CHECK(at::equal(t.tensor, tensors.at(t.name)));
    }
    CHECK(at::isfinite(gated->forward(at::rand({2, 1, 80, 80}), false)).all().item<bool>());
  }
}
