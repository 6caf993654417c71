#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

namespace {

std::int64_t parameters(const Choice& attention, int channels) {
  return measure(Registry::global().make<Attention>(attention)->net(channels), {channels, 7, 7}).parameters;
}

/// ResNet-50 with attention after every block: 3, 4, 6 and 3 blocks of 256 to 2048 channels.
double resnet50_with(const Choice& attention) {
  return 25557032.0 + 3.0 * parameters(attention, 256) + 4.0 * parameters(attention, 512) +
         6.0 * parameters(attention, 1024) + 3.0 * parameters(attention, 2048);
}

}  // namespace

TEST_CASE("squeeze and excitation has 2·C²/r weights and a bias for each unit") {
  CHECK(parameters("squeeze_excite", 2048) == 2 * 2048 * 2048 / 16 + 2048 / 16 + 2048);
  CHECK(parameters({"squeeze_excite", {{"reduction", 4}}}, 64) == 2 * 64 * 64 / 4 + 64 / 4 + 64);
}

TEST_CASE("CBAM shares one perceptron between mean and maximum, and adds one window over positions") {
  CHECK(parameters("cbam", 2048) == parameters("squeeze_excite", 2048) + 2 * 7 * 7);
  CHECK(parameters({"cbam", {{"kernel", 3}}}, 64) == 2 * 64 * 64 / 16 + 64 / 16 + 64 + 2 * 3 * 3);
}

TEST_CASE("in ResNet-50 both come to the published 28.09 million") {  // Woo et al. 2018, table 4
  CHECK(resnet50_with("squeeze_excite") / 1e6 == Approx(28.09).margin(0.005));
  CHECK(resnet50_with("cbam") / 1e6 == Approx(28.09).margin(0.005));
}

TEST_CASE("no attention costs nothing") { CHECK(parameters("none", 2048) == 0); }

TEST_CASE("fewer channels than the reduction leave one hidden unit") {
  CHECK(parameters("squeeze_excite", 8) == 8 + 1 + 8 + 8);
}

TEST_CASE("an even window is refused") {
  CHECK_THROWS_WITH(parameters({"cbam", {{"kernel", 4}}}, 64), Catch::Contains("is even"));
}
