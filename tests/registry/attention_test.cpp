#include <catch2/catch.hpp>
#include <cmath>

#include "framework/experiment.h"

using namespace xp;

namespace {

Net attention(const Choice& choice, int channels) { return Registry::global().make<Attention>(choice)->net(channels); }

std::int64_t parameters(const Choice& choice, int channels) {
  return measure(attention(choice, channels), {channels, 7, 7}).parameters;
}

/// ResNet-50 with attention after every block: 3, 4, 6 and 3 blocks of 256 to 2048 channels.
double resnet50_with(const Choice& choice) {
  return 25557032.0 + 3.0 * parameters(choice, 256) + 4.0 * parameters(choice, 512) + 6.0 * parameters(choice, 1024) +
         3.0 * parameters(choice, 2048);
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

TEST_CASE("spatial attention is CBAM's window alone") {
  CHECK(parameters("spatial", 2048) == 2 * 7 * 7);
  CHECK(parameters({"spatial", {{"kernel", 3}}}, 5) == 2 * 3 * 3);
}

TEST_CASE("efficient channel attention has as many weights as its window, which grows with the channels") {
  // The authors' code: t = int(|(log2(C) + 1) / 2|), k = t when odd, t + 1 when even.
  for (const auto& [channels, window] : {std::pair{3, 1}, {16, 3}, {64, 3}, {128, 5}, {256, 5}, {512, 5}, {2048, 7}})
    CHECK(parameters("eca", channels) == window);
  CHECK(parameters({"eca", {{"kernel", 9}}}, 64) == 9);
}

TEST_CASE("coordinate attention has 3·C·m weights for m hidden units, at least 8") {
  CHECK(parameters("coordinate", 2048) == 3 * 2048 * 64 + (64 + 2 * 2048) + 2 * 64);
  CHECK(parameters("coordinate", 64) == 3 * 64 * 8 + (8 + 2 * 64) + 2 * 8);
}

TEST_CASE("self-attention has 4·C² weights and 4·C biases, whatever its heads") {
  CHECK(parameters("self_attention", 512) == 4 * 512 * 512 + 4 * 512);
  CHECK(parameters({"self_attention", {{"heads", 1}}}, 512) == parameters("self_attention", 512));
}

TEST_CASE("heads divide the channels") {
  const auto heads = [](int channels) { return attention("self_attention", channels).parts[1].parts[1].heads; };
  CHECK(heads(2048) == 8);
  CHECK(heads(12) == 4);
  CHECK(heads(3) == 1);
}

TEST_CASE("no attention costs nothing") { CHECK(parameters("none", 2048) == 0); }

TEST_CASE("fewer channels than the reduction leave one hidden unit") {
  CHECK(parameters("squeeze_excite", 8) == 8 + 1 + 8 + 8);
}

TEST_CASE("an even window is refused") {
  for (const char* name : {"cbam", "spatial", "eca"})
    CHECK_THROWS_WITH(parameters({name, {{"kernel", 4}}}, 64),
                      Catch::Contains(std::string(name) + ".kernel = 4 is even"));
}
