// What a net costs, without allocating it: shapes, trainable parameters, multiply-adds, activation memory.
#pragma once
#include <cstdint>
#include <string>

#include "framework/net/net.h"

namespace xp {

/// channels × height × width of one image or feature map.
struct Shape {
  int c = 0, h = 0, w = 0;
  bool operator==(const Shape&) const = default;
};
std::string text(const Shape& shape);  // "2048×7×7"

/// For one image. A parameter count is a checksum of an architecture: it equals the published one or the net is wrong.
struct Cost {
  Shape out;
  std::int64_t parameters = 0;     // trainable; BatchNorm's running statistics are not among them
  std::int64_t multiply_adds = 0;  // of convolutions and linear layers, forward
  std::int64_t activations = 0;    // numbers kept for the backward pass
};

/// Throws Error when the shapes do not fit: a map smaller than a kernel, branches of unequal size.
Cost measure(const Net& net, Shape in);

}  // namespace xp
