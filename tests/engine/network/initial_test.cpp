// Weights are drawn with the spread that the formulas of their papers give.
#include "framework/engine/network/network.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace xp;

namespace {

constexpr int in = 32, out = 64;
constexpr double fan_in = 9 * in, fan_out = 9 * out;

/// 64×32×3×3 numbers.
Tensor kernel(const Net& layer) {
  const Network net(seq({layer, identity, global_pool, identity, identity}), {in, 8, 8}, 5, at::kCPU);
  return net.parameters().at(0).tensor.detach().to(at::kDouble);
}

void check(Init init, double spread, double deviation, double largest) {
  const Tensor drawn = kernel(conv(out, 3).drawn(init, spread));
  CHECK(drawn.mean().item<double>() == Approx(0).margin(0.02 * deviation));
  CHECK(drawn.std().item<double>() == Approx(deviation).epsilon(0.02));
  CHECK(drawn.abs().max().item<double>() <= largest);
  CHECK(drawn.abs().max().item<double>() > 0.99 * std::min(largest, 3 * deviation));
}

}  // namespace

TEST_CASE("every way to draw a kernel has its spread") {
  const double any = 6;
  check(Init::he_in, 0, std::sqrt(2 / fan_in), any);
  check(Init::he_out, 0, std::sqrt(2 / fan_out), any);
  check(Init::glorot, 0, std::sqrt(2 / (fan_in + fan_out)), std::sqrt(6 / (fan_in + fan_out)));
  check(Init::normal, 0.1, 0.1, any);
  check(Init::truncated, 0.1, 0.0879626, 0.2);  // SciPy: truncnorm(-2, 2).std() = 0.8796257
  check(Init::uniform, 0.3, 0.3 / std::sqrt(3), 0.3);
  check(Init::torch, 0, 1 / std::sqrt(3 * fan_in), 1 / std::sqrt(fan_in));
}

TEST_CASE("the fans of a depthwise kernel are its window, and its window times the channels") {
  const auto deviation = [](Init init) { return kernel(depthwise(3).drawn(init)).std().item<double>(); };
  CHECK(deviation(Init::he_in) == Approx(std::sqrt(2.0 / 9)).epsilon(0.15));  // 288 numbers
  CHECK(deviation(Init::he_out) == Approx(std::sqrt(2.0 / (9 * in))).epsilon(0.15));
}

TEST_CASE("biases begin at 0, but as torch draws them where a layer is drawn as torch draws") {
  const auto bias = [](Init init) {
    const Network net(seq({identity, identity, global_pool, identity, linear(out).drawn(init)}), {in, 8, 8}, 5,
                      at::kCPU);
    return net.parameters().at(1).tensor.detach().abs().max().item<double>();
  };
  CHECK(bias(Init::he_in) == 0);
  CHECK(bias(Init::glorot) == 0);
  CHECK(bias(Init::torch) > 0.8 / std::sqrt(in));
  CHECK(bias(Init::torch) <= 1 / std::sqrt(in));
}
