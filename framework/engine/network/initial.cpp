#include "framework/engine/network/initial.h"

#include <cmath>

#include "framework/base/random.h"

namespace xp {
namespace {

/// Fills with what `next` draws.
template <class Next>
Tensor filled(at::IntArrayRef shape, Next next) {
  Tensor t = at::empty(shape, at::kFloat);
  for (float *p = t.data_ptr<float>(), *end = p + t.numel(); p != end; ++p) *p = static_cast<float>(next());
  return t;
}

}  // namespace

Tensor InitialWeights::kernel(const std::string& name, const Net& layer, at::IntArrayRef shape) {
  Random random(seed, "init/" + name);
  const double window = shape.size() == 4 ? static_cast<double>(shape[2] * shape[3]) : 1;
  const double in = window * static_cast<double>(shape[1]), out = window * static_cast<double>(shape[0]);
  const auto normal = [&](double deviation) { return filled(shape, [&] { return deviation * random.normal(); }); };
  const auto uniform = [&](double limit) { return filled(shape, [&] { return limit * (2 * random.uniform() - 1); }); };
  const auto truncated = [&](double deviation) {
    return filled(shape, [&] {
      double z = random.normal();
      while (std::abs(z) > 2) z = random.normal();
      return deviation * z;
    });
  };
  const auto drawn = [&] {
    switch (layer.init) {
      case Init::he_in: return normal(std::sqrt(2 / in));
      case Init::he_out: return normal(std::sqrt(2 / out));
      case Init::glorot: return uniform(std::sqrt(6 / (in + out)));
      case Init::normal: return normal(layer.spread);
      case Init::truncated: return truncated(layer.spread);
      case Init::uniform: return uniform(layer.spread);
      case Init::torch: return uniform(std::sqrt(1 / in));
    }
    return Tensor();
  };
  const Tensor t = drawn();
  return parameter(name, shape.size() == 4 ? t.contiguous(at::MemoryFormat::ChannelsLast) : t);
}

Tensor InitialWeights::bias(const std::string& name, const Net& layer, std::int64_t size, double fan_in) {
  if (layer.init != Init::torch) return parameter(name, at::zeros(size));
  Random random(seed, "init/" + name);
  return parameter(name, filled({size}, [&] { return (2 * random.uniform() - 1) / std::sqrt(fan_in); }));
}

Tensor InitialWeights::parameter(const std::string& name, Tensor value) {
  value = value.to(device);
  value.requires_grad_();
  parameters.push_back({name, value});
  return value;
}

Tensor InitialWeights::buffer(const std::string& name, const Tensor& value) {
  buffers.push_back({name, value.to(device)});
  return buffers.back().tensor;
}

}  // namespace xp
