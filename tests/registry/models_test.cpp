#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

namespace {

std::shared_ptr<Model> model(const Choice& choice) { return Registry::global().make<Model>(choice); }

/// With the head of the published networks: 1000 classes on three channels.
std::int64_t parameters(const Choice& choice, int size) {
  const auto m = model(choice);
  return measure(seq({m->features(), m->neck(), linear(1000)}), {3, size, size}).parameters;
}

}  // namespace

TEST_CASE("parameter counts are the published ones") {
  CHECK(parameters("xception", 299) == 22855952);      // Keras, less BatchNorm's running statistics
  CHECK(parameters("inception_v3", 299) == 23834568);  // the rest: torchvision; here without the auxiliary head
  CHECK(parameters({"densenet", {{"depth", 121}}}, 224) == 7978856);
  CHECK(parameters({"densenet", {{"depth", 169}}}, 224) == 14149480);
  CHECK(parameters({"densenet", {{"depth", 201}}}, 224) == 20013928);
  CHECK(parameters({"resnet", {{"depth", 18}}}, 224) == 11689512);
  CHECK(parameters({"resnet", {{"depth", 34}}}, 224) == 21797672);
  CHECK(parameters({"resnet", {{"depth", 50}}}, 224) == 25557032);
  CHECK(parameters({"resnet", {{"depth", 101}}}, 224) == 44549160);
  CHECK(parameters({"resnet", {{"depth", 152}}}, 224) == 60192808);
}

TEST_CASE("feature maps have the published shapes") {
  const auto map = [](const Choice& choice, int size) {
    return measure(model(choice)->features(), {3, size, size}).out;
  };
  CHECK(map("xception", 299) == Shape{2048, 10, 10});
  CHECK(map("inception_v3", 299) == Shape{2048, 8, 8});
  CHECK(map("densenet", 224) == Shape{1024, 7, 7});
  CHECK(map("resnet", 224) == Shape{2048, 7, 7});
  CHECK(map({"resnet", {{"depth", 18}}}, 224) == Shape{512, 7, 7});
  CHECK(map("small_cnn", 224) == Shape{64, 28, 28});
}

TEST_CASE("ResNet-50 does 4.09 thousand million multiply-adds, as torchvision states") {
  const auto m = model("resnet");
  CHECK(measure(seq({m->features(), m->neck(), linear(1000)}), {3, 224, 224}).multiply_adds / 1e9 ==
        Approx(4.09).margin(0.005));
}

TEST_CASE("a depth that was never published is refused with those that were") {
  CHECK_THROWS_WITH(model({"resnet", {{"depth", 51}}})->features(), Catch::Contains("one of 18, 34, 50, 101, 152"));
  CHECK_THROWS_WITH(model({"densenet", {{"depth", 150}}})->features(), Catch::Contains("one of 121, 169, 201"));
}

TEST_CASE("a small network is as large as its filters say") {  // 2 layers of 16 and 32, one sigmoid output
  const auto m = model({"small_cnn", {{"filters", "16, 32"}}});
  CHECK(measure(seq({m->features(), m->neck(), linear(1)}), {1, 64, 64}).parameters ==
        (16 * 9 + 16) + (32 * 16 * 9 + 32) + (32 + 1));
}

TEST_CASE("a small network may have a hidden layer on its flattened map") {
  const auto m = model({"small_cnn", {{"filters", "16"}, {"dense", 10}}});
  CHECK(measure(m->neck(), {16, 32, 32}).parameters == 16 * 32 * 32 * 10 + 10);
  CHECK(measure(m->neck(), {16, 32, 32}).out == Shape{10, 1, 1});
}

TEST_CASE("filters that are not numbers are refused with an example") {
  for (const char* wrong : {"", "16,", "16;32", "16,x", "0", "-4", "1.5", "16 32"}) {
    CAPTURE(wrong);
    CHECK_THROWS_WITH(model({"small_cnn", {{"filters", wrong}}})->features(),
                      Catch::Contains("is not a number of channels"));
  }
}
