#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "framework/net/places.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

std::shared_ptr<Model> model(const Choice& choice) { return Registry::global().make<Model>(choice); }

/// As xp::network puts it together without attention.
Net whole(const Model& m, int outputs) {
  return with_outputs(seq({m.features(), identity, m.neck(), dropout(0), m.head(outputs)}), outputs);
}

/// With the head of the published networks: 1000 classes on three channels.
std::int64_t parameters(const Choice& choice, int size = 224) {
  return measure(whole(*model(choice), 1000), {3, size, size}).parameters;
}

Choice in_keras(Choice choice) {
  set(choice.settings, "flavour", "keras");
  return choice;
}

/// Every variant of every published model.
const std::vector<Choice> zoo{"xception",
                              "inception_v3",
                              {"inception_v3", {{"auxiliary", true}}},
                              {"densenet", {{"depth", 121}}},
                              {"densenet", {{"depth", 169}}},
                              {"densenet", {{"depth", 201}}},
                              {"resnet", {{"depth", 18}}},
                              {"resnet", {{"depth", 34}}},
                              {"resnet", {{"depth", 50}}},
                              {"resnet", {{"depth", 101}}},
                              {"resnet", {{"depth", 152}}},
                              "mobilenet_v2",
                              "efficientnet"};

/// The layers of a tree, in order.
std::vector<Net> layers(const Net& net) {
  std::vector<Net> all;
  each_layer(net, [&](Net& layer) { all.push_back(layer); });
  return all;
}
std::vector<Net> layers(const Net& net, Op op) {
  std::vector<Net> all = layers(net);
  std::erase_if(all, [op](const Net& layer) { return layer.op != op; });
  return all;
}

std::string refusal(const Settings& settings) {
  try {
    network(test::tiny_plan(settings));
    return "";
  } catch (const Error& e) {
    return std::string(e.what()) + " | " + e.hint();
  }
}

}  // namespace

TEST_CASE("parameter counts are the published ones") {
  CHECK(parameters("xception", 299) == 22855952);      // Keras, less BatchNorm's running statistics
  CHECK(parameters("inception_v3", 299) == 23834568);  // the rest: torchvision; here without the auxiliary head
  CHECK(parameters({"inception_v3", {{"auxiliary", true}}}, 299) == 27161264);
  CHECK(parameters({"densenet", {{"depth", 121}}}) == 7978856);
  CHECK(parameters({"densenet", {{"depth", 169}}}) == 14149480);
  CHECK(parameters({"densenet", {{"depth", 201}}}) == 20013928);
  CHECK(parameters({"resnet", {{"depth", 18}}}) == 11689512);
  CHECK(parameters({"resnet", {{"depth", 34}}}) == 21797672);
  CHECK(parameters({"resnet", {{"depth", 50}}}) == 25557032);
  CHECK(parameters({"resnet", {{"depth", 101}}}) == 44549160);
  CHECK(parameters({"resnet", {{"depth", 152}}}) == 60192808);
  CHECK(parameters("mobilenet_v2") == 3504872);
  CHECK(parameters({"mobilenet_v2", {{"width", 0.5}}}) == 1968680);
  CHECK(parameters({"mobilenet_v2", {{"width", 1.4}}}) == 6108776);
  CHECK(parameters("efficientnet") == 5288548);
}

TEST_CASE("in Keras' flavour they are Keras', as model.summary() counts what is trainable") {
  CHECK(parameters(in_keras("xception"), 299) == 22855952);
  CHECK(parameters(in_keras("inception_v3"), 299) == 23817352);  // BatchNorm without factors
  CHECK(parameters(in_keras("densenet")) == 7978856);
  CHECK(parameters(in_keras({"resnet", {{"depth", 50}}})) == 25583592);  // convolutions with biases
  CHECK(parameters(in_keras({"resnet", {{"depth", 101}}})) == 44601832);
  CHECK(parameters(in_keras({"resnet", {{"depth", 152}}})) == 60268520);
  CHECK(parameters(in_keras("mobilenet_v2")) == 3504872);
  CHECK(parameters(in_keras("efficientnet")) == 5288548);
}

TEST_CASE("feature maps have the published shapes") {
  const auto map = [](const Choice& choice, int size) {
    return measure(with_outputs(model(choice)->features(), 1000), {3, size, size}).out;
  };
  for (const Choice& flavoured : {Choice("xception"), in_keras("xception")})
    CHECK(map(flavoured, 299) == Shape{2048, 10, 10});
  CHECK(map("inception_v3", 299) == Shape{2048, 8, 8});
  CHECK(map({"inception_v3", {{"auxiliary", true}}}, 299) == Shape{2048, 8, 8});
  CHECK(map("densenet", 224) == Shape{1024, 7, 7});
  CHECK(map("resnet", 224) == Shape{2048, 7, 7});
  CHECK(map({"resnet", {{"depth", 18}}}, 224) == Shape{512, 7, 7});
  CHECK(map("mobilenet_v2", 224) == Shape{1280, 7, 7});
  CHECK(map("efficientnet", 224) == Shape{1280, 7, 7});
  CHECK(map("small_cnn", 224) == Shape{64, 28, 28});
}

TEST_CASE("multiply-adds are what torchvision states, in thousands of millions") {
  const auto giga = [](const Choice& choice, int size) {
    return measure(whole(*model(choice), 1000), {3, size, size}).multiply_adds / 1e9;
  };
  CHECK(giga("resnet", 224) == Approx(4.09).margin(0.005));
  CHECK(giga("mobilenet_v2", 224) == Approx(0.30).margin(0.005));
  CHECK(giga("efficientnet", 224) == Approx(0.39).margin(0.005));
  CHECK(giga("inception_v3", 299) == Approx(5.71).margin(0.005));
}

TEST_CASE("published names are as many as the layers that have weights, and no two are the same") {
  int tables = 0;
  for (const Choice& variant : zoo)
    for (const Choice& choice : {variant, in_keras(variant)})
      for (const char* source : {"torchvision", "timm", "keras"}) {
        const auto m = model(choice);
        const std::vector<std::string> names = m->names(source);
        if (names.empty()) continue;
        CAPTURE(choice.name, source);
        ++tables;
        int layers = 0, unnamed = 0, halves = 0;
        for (const Place& place : places(whole(*m, 3), {3, 299, 299})) layers = std::max(layers, place.layer + 1);
        CHECK(static_cast<int>(names.size()) == layers);
        std::set<std::string> distinct;
        for (std::size_t i = 0; i < names.size(); ++i) {
          unnamed += names[i].empty();
          if (!names[i].empty() && !distinct.insert(names[i]).second) {
            CHECK(names[i] == names[i - 1]);  // the two convolutions of what is one separable layer in Keras
            ++halves;
          }
        }
        const bool keras = std::string(source) == "keras";
        CHECK(halves == (keras && choice.name == "xception" ? 34 : 0));
        CHECK(unnamed == (keras && choice == in_keras({"inception_v3", {{"auxiliary", true}}}) ? 5 : 0));
      }
  CHECK(tables == 34);
}

TEST_CASE("Keras' names for BatchNorm are those of its layers") {
  const auto says_so = [](const std::string& name) {
    return name == "bn" || name.ends_with("_bn") || name.ends_with("_BN") || name == "bn_Conv1" ||
           name.rfind("batch_normalization", 0) == 0;
  };
  for (const Choice& variant : zoo) {
    const auto m = model(in_keras(variant));
    const std::vector<std::string> names = m->names("keras");
    if (names.empty()) continue;
    for (const Place& place : places(whole(*m, 3), {3, 299, 299})) {
      const std::string& name = names.at(static_cast<std::size_t>(place.layer));
      CAPTURE(variant.name, name, place.name);
      if (!name.empty()) CHECK(says_so(name) == (place.op == Op::batch_norm));
    }
  }
}

TEST_CASE("names belong to kernels of their shape") {
  using Sizes = std::vector<std::int64_t>;
  const auto kernel = [](const Choice& choice, const std::string& source, const std::string& name) {
    const auto m = model(choice);
    const std::vector<std::string> names = m->names(source);
    Sizes shape;  // of a separable convolution the second
    for (const Place& place : places(whole(*m, 10), {3, 299, 299}))
      if (place.role == Place::kernel && names.at(static_cast<std::size_t>(place.layer)) == name) shape = place.shape;
    return shape;
  };
  const Choice inception = in_keras("inception_v3"), xception = in_keras("xception"), resnet = in_keras("resnet");
  CHECK(kernel(xception, "keras", "conv2d") == Sizes{128, 64, 1, 1});
  CHECK(kernel(xception, "keras", "conv2d_3") == Sizes{1024, 728, 1, 1});
  CHECK(kernel(xception, "keras", "block13_sepconv2") == Sizes{1024, 728, 1, 1});
  CHECK(kernel("xception", "timm", "block12.rep.4.pointwise") == Sizes{1024, 728, 1, 1});
  CHECK(kernel(inception, "keras", "conv2d_12") == Sizes{64, 256, 1, 1});  // the first of mixed1
  CHECK(kernel(inception, "keras", "conv2d_93") == Sizes{192, 2048, 1, 1});
  CHECK(kernel(resnet, "keras", "conv2_block1_0_conv") == Sizes{256, 64, 1, 1});
  CHECK(kernel(resnet, "keras", "conv3_block1_1_conv") == Sizes{128, 256, 1, 1});
  CHECK(kernel(in_keras("densenet"), "keras", "pool2_conv") == Sizes{128, 256, 1, 1});
  CHECK(kernel(in_keras("densenet"), "keras", "conv5_block16_2_conv") == Sizes{32, 128, 3, 3});
  CHECK(kernel(in_keras("mobilenet_v2"), "keras", "block_1_expand") == Sizes{96, 16, 1, 1});
  CHECK(kernel(in_keras("mobilenet_v2"), "keras", "block_13_project") == Sizes{160, 576, 1, 1});
  CHECK(kernel(in_keras("efficientnet"), "keras", "block2a_expand_conv") == Sizes{96, 16, 1, 1});
  CHECK(kernel(in_keras("efficientnet"), "keras", "block6a_se_reduce") == Sizes{28, 672, 1, 1});
  CHECK(kernel(in_keras("efficientnet"), "keras", "predictions") == Sizes{10, 1280});
}

TEST_CASE("a flavour has the names of its own publishers alone: another's weights would give other outputs") {
  CHECK(model("resnet")->names("torchvision").front() == "conv1");
  CHECK(model("resnet")->names("keras").empty());
  CHECK(model(in_keras("resnet"))->names("torchvision").empty());
  CHECK(model(in_keras("resnet"))->names("keras").at(2) == "conv2_block1_0_conv");
  CHECK(model({"xception", {{"middle", 4}}})->names("timm").empty());
  CHECK(model("small_cnn")->names("torchvision").empty());
}

TEST_CASE("BatchNorm has its publishers' epsilon and momentum") {
  const auto check = [](const Choice& choice, double epsilon, double momentum) {
    CAPTURE(choice.name);
    for (const Net& layer : layers(model(choice)->features(), Op::batch_norm)) {
      CHECK(layer.epsilon == epsilon);
      CHECK(layer.momentum == momentum);
    }
  };
  for (const Choice& choice : zoo) check(choice, choice.name == "inception_v3" ? 1e-3 : 1e-5, 0.1);
  check(in_keras("xception"), 1e-3, 0.01);
  check(in_keras("inception_v3"), 1e-3, 0.01);
  check(in_keras("resnet"), 1.001e-5, 0.01);
  check(in_keras("densenet"), 1.001e-5, 0.01);
  check(in_keras("mobilenet_v2"), 1e-3, 0.001);
  check(in_keras("efficientnet"), 1e-3, 0.01);
}

TEST_CASE("weights are drawn as published") {
  const auto drawn = [](const Choice& choice, Init kernels, double spread, Init head, double head_spread) {
    CAPTURE(choice.name);
    const auto m = model(choice);
    for (const Net& layer : layers(m->features(), Op::conv)) {
      CHECK(layer.init == kernels);
      CHECK(layer.spread == spread);
    }
    CHECK(m->head(50).init == head);
    CHECK(m->head(50).spread == Approx(head_spread));
  };
  drawn("resnet", Init::he_out, 0, Init::torch, 0);
  drawn("xception", Init::he_out, 0, Init::torch, 0);
  drawn("densenet", Init::he_in, 0, Init::uniform, 1 / std::sqrt(1024));
  drawn("inception_v3", Init::normal, 0.1, Init::normal, 0.1);
  drawn("mobilenet_v2", Init::he_out, 0, Init::normal, 0.01);
  drawn("efficientnet", Init::he_out, 0, Init::uniform, 1 / std::sqrt(50));
  for (const char* name : {"xception", "inception_v3", "resnet", "densenet", "mobilenet_v2"})
    drawn(in_keras(name), Init::glorot, 0, Init::glorot, 0);
  // VarianceScaling(2, fan_out, truncated_normal) on the 3×3×3×32 kernel of the stem
  const Net stem = layers(model(in_keras("efficientnet"))->features(), Op::conv).at(0);
  CHECK(stem.init == Init::truncated);
  CHECK(stem.spread == Approx(std::sqrt(2.0 / (9 * 32)) / 0.8796).epsilon(1e-4));
}

TEST_CASE("blocks of EfficientNet are dropped the likelier the deeper they lie") {
  std::vector<double> rates;
  for (const Net& layer : layers(model("efficientnet")->features(), Op::drop_path)) rates.push_back(layer.rate);
  CHECK(rates.size() == 9);  // the blocks that keep their shape
  CHECK(rates.front() == Approx(0.2 * 2 / 16));
  CHECK(rates.back() == Approx(0.2 * 14 / 16));
}

TEST_CASE("an image that is too small is refused with the smallest that fits") {
  CHECK(refusal({{"model", "inception_v3"}, {"transform.size", 64}}) ==
        "inception_v3 needs at least 75×75 pixels, the transforms leave 64×64 | set transform.size to 75 or more");
  CHECK(refusal({{"model", "inception_v3"}, {"transform.size", 75}}).empty());  // Keras states the same 75
  const Settings with_head{{"model", "inception_v3"}, {"model.auxiliary", true}, {"transform.size", 128}};
  CHECK(refusal(with_head).rfind("inception_v3 needs at least 299", 0) == 0);
  CHECK(refusal({{"model", "densenet"}, {"transform.size", 16}}).rfind("densenet needs at least 29×29", 0) == 0);
}

TEST_CASE("a depth that was never published is refused with those that were") {
  CHECK_THROWS_WITH(model({"resnet", {{"depth", 51}}})->features(), Catch::Contains("one of 18, 34, 50, 101, 152"));
  CHECK_THROWS_WITH(model({"densenet", {{"depth", 150}}})->features(), Catch::Contains("one of 121, 169, 201"));
}
