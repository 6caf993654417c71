#include "framework/net/measure.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("a hand-worked net costs what the hand says") {
  // 3×8×8 → conv 4, 3×3, stride 2, bias → 4×4×4 → BatchNorm → ReLU → linear 5
  const Cost cost = measure(seq({conv(4, 3).stride(2).bias(), batch_norm, relu, linear(5)}), {3, 8, 8});
  CHECK(cost.out == Shape{5, 1, 1});
  CHECK(cost.parameters == (4 * 3 * 9 + 4) + (4 + 4) + (5 * 64 + 5));
  CHECK(cost.multiply_adds == 4 * 3 * 9 * 16 + 5 * 64);
  CHECK(cost.activations == 64 + 64 + 64 + 5);
}

TEST_CASE("a depthwise-separable convolution has its published count") {
  CHECK(measure(separable(128), {64, 10, 10}).parameters == 64 * 9 + 64 * 128 + 2 * 128);
}

TEST_CASE("windows, padding and strides shape a map as torch does") {
  const auto out = [](const Net& net, int size) { return measure(net, {2, size, size}).out; };
  CHECK(out(conv(8, 7).stride(2), 224) == Shape{8, 112, 112});
  CHECK(out(conv(8, 3).stride(2).valid(), 299) == Shape{8, 149, 149});
  CHECK(out(conv(8, 1, 7), 17) == Shape{8, 17, 17});
  CHECK(out(max_pool(2, 2), 9) == Shape{2, 4, 4});
  CHECK(out(max_pool(3, 2), 112) == Shape{2, 56, 56});
  CHECK(out(avg_max, 5) == Shape{2, 2, 1});
  CHECK(out(sum_positions, 5) == Shape{2, 1, 1});
  CHECK(out(channel_stats, 5) == Shape{2, 5, 5});
  CHECK(out(times(3, max_pool(2, 2)), 64) == Shape{2, 8, 8});
  CHECK(out(times(0, relu), 64) == Shape{2, 64, 64});
  CHECK(out(cat({identity, conv(3, 1)}), 4) == Shape{5, 4, 4});
}

TEST_CASE("a net that does not fit says where") {
  CHECK_THROWS_WITH(measure(conv(8, 3).valid(), {1, 2, 2}), "a 3×3 window does not fit a map of 2 pixels");
  CHECK_THROWS_WITH(measure(sum({identity, conv(3, 1)}), {2, 4, 4}),
                    "a sum of 2×4×4 and 3×4×4: the branches must agree");
  CHECK_THROWS_WITH(measure(cat({identity, max_pool(2, 2)}), {2, 4, 4}), Catch::Contains("2×4×4 and 2×2×2"));
  CHECK_THROWS_WITH(measure(gate(conv(3, 1)), {2, 4, 4}), "a gate of 3×4×4 does not fit 2×4×4");
  Net grouped = conv(4, 1);
  grouped.groups = 3;
  CHECK_THROWS_WITH(measure(grouped, {2, 4, 4}), Catch::Contains("do not divide into 3 groups"));
}

TEST_CASE("nets are compared as values") {
  CHECK(conv_bn(64, 3, 2) == conv_bn(64, 3, 3, 2));
  CHECK_FALSE(conv(64, 3) == conv(64, 3).valid());
}
