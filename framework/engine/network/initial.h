// What a network's tensors hold before it has learned or loaded anything.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/network/network.h"

namespace xp {

/// Draws and collects a network's tensors while its layers are made.
struct InitialWeights {
  std::uint64_t seed;
  at::Device device;
  std::vector<NamedTensor> parameters = {}, buffers = {};

  /// out×in×kh×kw or out×in, drawn as `layer` says.
  Tensor kernel(const std::string& name, const Net& layer, at::IntArrayRef shape);
  /// Zeros, but as Init::torch says where the layer has that.
  Tensor bias(const std::string& name, const Net& layer, std::int64_t size, double fan_in);
  Tensor parameter(const std::string& name, Tensor value);
  Tensor buffer(const std::string& name, const Tensor& value);
};

}  // namespace xp
