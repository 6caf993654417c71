// Weights of real files in networks made here: what the networks say is what others compute from the same files.
#include "framework/engine/network/pretrained.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/engine/network/layer.h"
#include "framework/engine/network/weights.h"
#include "framework/engine/training/trainer.h"
#include "framework/weights/start.h"
#include "tests/engine/fixtures/pretrained.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

const std::string data = std::string(XP_SOURCE_DIR) + "/../shared/data/weights/";
bool there(const std::string& file) { return std::filesystem::exists(data + file); }

/// As fixtures/make_pretrained.py makes them.
Tensor images(int c, int h, int w) {
  Tensor x = at::empty({2, c, h, w});
  float* at = x.data_ptr<float>();
  for (int n = 0; n < 2; ++n)
    for (int k = 0; k < c; ++k)
      for (int i = 0; i < h; ++i)
        for (int j = 0; j < w; ++j)
          *at++ = static_cast<float>(0.5 + 0.5 * std::sin(0.9 * n + 1.7 * k + 0.013 * j * (1 + i) + 0.05 * i));
  return x;
}

/// The largest difference, over the largest value.
double distance(const Tensor& got, const std::vector<double>& want) {
  const Tensor wanted = at::tensor(want, at::kDouble).view({2, -1});
  return ((got.to(at::kDouble) - wanted).abs().max() / wanted.abs().max()).item<double>();
}

/// All of the file's classes, as it was saved.
std::unique_ptr<Network> keras_network(const Plan& plan, int classes) {
  const auto model = plan.make<Model>();
  const Net net = seq({model->features(), identity, model->neck(), dropout(0), model->head(classes)});
  auto network = std::make_unique<Network>(net, input(plan), 1, at::kCPU);
  start_from_file(*network, model->starts_from(), {{"keras", model->names("keras")}}, "model keras_file");
  return network;
}

Plan keras_plan(const std::string& file, int size, const std::string& architecture = "") {
  return test::tiny_plan({{"model", "keras_file"},
                          {"model.path", data + file},
                          {"model.architecture", architecture.empty() ? "" : data + architecture},
                          {"transform.size", size}});
}

bool same(const Tensor& a, const Tensor& b) { return at::equal(a, b); }

std::map<std::string, Tensor> copies(const Network& network) {
  std::map<std::string, Tensor> out;
  for (const NamedTensor& t : network.state()) out[t.name] = t.tensor.detach().clone();
  return out;
}

}  // namespace

TEST_CASE("mini_XCEPTION, rebuilt from its own file, says what NumPy computes from its layers") {
  if (!there("fer2013_mini_XCEPTION.102-0.66.hdf5")) SKIP("no weights beside the checkout");
  const at::NoGradGuard no_gradients;
  const auto net = keras_network(keras_plan("fer2013_mini_XCEPTION.102-0.66.hdf5", 64), 7);
  CHECK(distance(at::softmax(net->forward(images(1, 64, 64), false), 1), test::mini_xception) <= 1e-4);
}

TEST_CASE("a Keras network whose layers disagree on the order of axes says what NumPy computes from them") {
  if (!there("aimining_mnist_cnn_model_weights.h5")) SKIP("no weights beside the checkout");
  const at::NoGradGuard no_gradients;
  const Plan plan = keras_plan("aimining_mnist_cnn_model_weights.h5", 28, "aimining_mnist_cnn_model_struct.json");
  CHECK(distance(at::softmax(keras_network(plan, 10)->forward(images(1, 28, 28), false), 1), test::aimining) <= 1e-4);
}

TEST_CASE("a residual network saved by DataParallel says what torch computes from its weights") {
  if (!there("resnet20-12fca82f.th")) SKIP("no weights beside the checkout");
  // He et al. 2016, section 4.2. Its shortcuts have no weights: here they are convolutions, filled to do the same.
  std::vector<Net> parts{conv_bn(16, 3), relu};
  std::vector<std::string> names{"conv1", "bn1"};
  for (const int stage : {1, 2, 3})
    for (const int block : {0, 1, 2}) {
      const int width = 8 << stage, step = stage > 1 && block == 0 ? 2 : 1;
      Net skip = step == 2 ? conv(width, 1).stride(2) : identity;
      skip.added = true;
      parts.push_back(sum({skip, seq({conv_bn(width, 3, step), relu, conv_bn(width, 3)})}));
      parts.push_back(relu);
      for (const char* layer : {"conv1", "bn1", "conv2", "bn2"})
        names.push_back("layer" + std::to_string(stage) + "." + std::to_string(block) + "." + layer);
    }
  names.emplace_back("linear");
  Network net(seq({seq(parts), identity, global_pool, dropout(0), linear(10)}), {3, 32, 32}, 1, at::kCPU);
  const auto remarks = start_from_file(net, data + "resnet20-12fca82f.th", {{"torchvision", names}}, "resnet20");
  REQUIRE(remarks.size() == 2);
  CHECK_THAT(remarks[1], Contains("drawn anew") && Contains("features.8.0.weight, features.14.0.weight"));
  const at::NoGradGuard no_gradients;
  for (const NamedTensor& p : net.parameters())
    if (p.name == "features.8.0.weight" || p.name == "features.14.0.weight") {
      const std::int64_t old = p.tensor.size(1);
      p.tensor.zero_();
      p.tensor.narrow(0, old / 2, old).copy_(at::eye(old).view({old, old, 1, 1}));
    }
  CHECK(distance(net.forward(images(3, 32, 32), false), test::resnet20) <= 1e-4);
}

TEST_CASE("a network from .pt and from .safetensors says what torch computes from its weights") {
  if (!there("burn_mnist.pt")) SKIP("no weights beside the checkout");
  const Net features = seq({conv(8, 3).valid().bias(), relu, conv(16, 3).valid().bias(), relu,
                            conv(24, 3).valid().bias(), relu, batch_norm});
  const Net net = seq({features, identity, seq({linear(32), relu}), dropout(0), seq({linear(10), batch_norm})});
  const LayerNames names{{"torchvision", {"conv1", "conv2", "conv3", "norm1", "fc1", "fc2", "norm2"}}};
  const at::NoGradGuard no_gradients;
  for (const auto& [file, want] : {std::pair{"burn_mnist.pt", test::burn_mnist_pt},  // two trainings of it
                                   {"burn_mnist.safetensors", test::burn_mnist_safetensors}}) {
    const Network network(net, {1, 28, 28}, 1, at::kCPU);
    CHECK(start_from_file(network, data + file, names, "mnist").size() == 1);
    CHECK(distance(network.forward(images(1, 28, 28), false), want) <= 1e-4);
  }
}

TEST_CASE("saving and loading the same network is bit-exact, also by way of torchvision's names") {
  const test::TemporaryFolder folder("pretrained");
  const Plan plan = test::tiny_plan({{"model", "resnet"}, {"model.depth", 18}, {"transform.size", 64}});
  const Network from(network(plan), input(plan), 1, at::kCPU), into(network(plan), input(plan), 2, at::kCPU);
  const std::string bytes = to_safetensors(from.state(), {{"format", "xp"}});
  write_file(folder / "a", bytes);
  CHECK(start_from_file(into, folder / "a", {}, "model resnet").size() == 1);
  CHECK(to_safetensors(into.state(), {{"format", "xp"}}) == bytes);

  const LayerNames names{{"torchvision", plan.make<Model>()->names("torchvision")}};
  write_file(folder / "b",
             safetensors(renamed(read_weight_file(folder / "a"), from.net(), from.in(), names, "torchvision"), {}));
  const Network again(network(plan), input(plan), 3, at::kCPU);
  CHECK_THAT(start_from_file(again, folder / "b", names, "model resnet").at(0), Contains("torchvision"));
  CHECK(to_safetensors(again.state(), {{"format", "xp"}}) == bytes);
}

TEST_CASE("an RGB network shown a grey image three times says what its grey form says of it once") {
  const test::TemporaryFolder folder("grey");
  const Net net = seq({seq({conv_bn(6, 3), relu}), identity, global_pool, dropout(0), linear(3)});
  const LayerNames names{{"torchvision", {"conv1", "bn1", "fc"}}};
  const Network rgb(net, {3, 16, 16}, 1, at::kCPU), grey(net, {1, 16, 16}, 2, at::kCPU);
  write_file(folder / "rgb", to_safetensors(rgb.state(), {}));
  CHECK_THAT(start_from_file(grey, folder / "rgb", names, "tiny").at(1), Contains("summed over its three"));
  const Tensor x = images(1, 16, 16);
  CHECK(at::allclose(grey.forward(x, false), rgb.forward(x.expand({2, 3, 16, 16}), false), 1e-5, 1e-6));
}

namespace {

/// Every weight of a small network after three epochs that began at `weights`, and before them.
struct Story : Recorder {
  Prepared data;
  std::string kept;
  void prepared(const Prepared& p) override { data = p; }
  void step(const StepReport&) override {}
  void epoch(const Epoch&, const Metrics&) override {}
  void scored(Part, int, const std::vector<Prediction>&) override {}
  void weights(int, const std::string& safetensors) override { kept = safetensors; }
  bool interrupted() override { return false; }
};

}  // namespace

TEST_CASE("training starts from the file, says so, and what is frozen stays as it is to the last bit") {
  const test::TemporaryFolder folder("frozen");
  const Settings tiny{{"model.batch_norm", true}, {"attention", "cbam"}, {"attention.reduction", 4}};
  const auto with = [&](Settings more) {
    more.insert(more.begin(), tiny.begin(), tiny.end());
    return test::tiny_plan(more);
  };
  const Plan start = with({});
  const Network first(network(start), input(start), 77, at::kCPU);
  const auto before = copies(first);
  write_file(folder / "start", to_safetensors(first.state(), {}));

  for (const std::string freeze : {"none", "1", "features"}) {
    CAPTURE(freeze);
    const Plan plan = with({{"model.weights", folder / "start"}, {"model.freeze", freeze}});
    Story story;
    CHECK(Trainer(plan, {1, "cpu"}, story).run().ending == Trained::finished);
    CHECK_THAT(story.data.remarks.at(0), Contains("weights of start (xp names)"));
    const Network after(network(plan), input(plan), 5, at::kCPU);
    from_safetensors(story.kept, after.state());
    const auto now = copies(after);
    const auto kept = [&](const std::string& name) { return same(now.at(name), before.at(name)); };
    CHECK(kept("features.0.0.0.weight") == (freeze != "none"));
    CHECK(kept("features.0.0.1.running_mean") == (freeze != "none"));
    CHECK(kept("features.1.0.0.weight") == (freeze == "features"));
    CHECK(kept("features.1.0.1.running_var") == (freeze == "features"));
    CHECK_FALSE(kept("head.weight"));
  }
}

TEST_CASE("a frozen layer computes as in evaluation, and what a rewrite added to it learns on") {
  Net attention = gate(seq({global_pool, conv(6, 1), sigmoid}));
  attention.added = true;
  const Net features = seq({conv_bn(6, 3), relu, seq({conv(6, 3), dropout(0.5), attention})});
  Network net(seq({features, identity, global_pool, dropout(0), linear(3)}), {1, 16, 16}, 1, at::kCPU);
  CHECK_FALSE(net.at("features").frozen());
  net.freeze({"features"});
  CHECK_FALSE(net.at("features").frozen());  // its attention is not
  CHECK(net.at("features.0").frozen());
  std::vector<std::string> trained;
  for (const NamedTensor& t : net.trained()) trained.push_back(t.name);
  CHECK(trained == std::vector<std::string>{"features.2.2.0.1.weight", "head.weight", "head.bias"});
  CHECK(net.parameters().size() == 7);
  const Tensor x = images(1, 16, 16);
  CHECK(same(net.forward(x, true), net.forward(x, false)));
  CHECK_THROWS_WITH(net.freeze({"features.9"}), Contains("no layer at \"features.9\""));
}
