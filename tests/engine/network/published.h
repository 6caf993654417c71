// The networks of fixtures/networks.h, with weights and images made as networks.py makes them.
#pragma once
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "framework/base/error.h"
#include "framework/engine/network/network.h"
#include "framework/net/places.h"
#include "framework/net/walk.h"
#include "framework/plugin/registry.h"
#include "tests/engine/fixtures/networks.h"

namespace xp::test {

/// A row of the fixture, and the plugin that must give its logits.
struct Published {
  std::string name;
  Choice model;
  const PublishedLogits& wanted() const { return published_logits.at(name); }
};

/// All that are compared in evaluation.
inline const std::vector<Published>& published() {
  static const std::vector<Published> all{
      {"densenet121", {"densenet", {{"depth", 121}}}},
      {"densenet169", {"densenet", {{"depth", 169}}}},
      {"densenet201", {"densenet", {{"depth", 201}}}},
      {"mobilenet_v2", "mobilenet_v2"},
      {"resnet18", {"resnet", {{"depth", 18}}}},
      {"resnet50", {"resnet", {{"depth", 50}}}},
      {"resnet101", {"resnet", {{"depth", 101}}}},
      {"efficientnet_b0", "efficientnet"},
      {"inception_v3", "inception_v3"},
      {"resnet50 keras", {"resnet", {{"flavour", "keras"}}}},
      {"densenet121 keras", {"densenet", {{"flavour", "keras"}}}},
      {"mobilenet_v2 keras at 96", {"mobilenet_v2", {{"flavour", "keras"}}}},
      {"mobilenet_v2 keras at 97", {"mobilenet_v2", {{"flavour", "keras"}}}},
      {"efficientnet_b0 keras at 96", {"efficientnet", {{"flavour", "keras"}}}},
      {"efficientnet_b0 keras at 97", {"efficientnet", {{"flavour", "keras"}}}},
      {"inception_v3 keras", {"inception_v3", {{"flavour", "keras"}}}},
      {"xception keras at 96", {"xception", {{"flavour", "keras"}}}},
      {"xception keras at 97", {"xception", {{"flavour", "keras"}}}},
      {"xception at 96", "xception"},
      {"xception at 97", "xception"},
  };
  return all;
}

/// Uniform in [0, 1): FNV-1a of the name, plus a multiple of the position, through a 32-bit mixer.
template <class Change>
Tensor hashed(const std::string& name, at::IntArrayRef shape, Change change) {
  std::uint32_t seed = 2166136261u;
  for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 16777619u;
  Tensor t = at::empty(shape, at::kFloat);
  float* out = t.data_ptr<float>();
  for (std::int64_t i = 0; i < t.numel(); ++i) {
    std::uint32_t x = static_cast<std::uint32_t>(i) * 0x9E3779B9u + seed;
    x = (x ^ (x >> 16)) * 0x7FEB352Du;
    x = (x ^ (x >> 15)) * 0x846CA68Bu;
    out[i] = static_cast<float>(change(static_cast<double>((x ^ (x >> 16)) >> 8) / 16777216.0));
  }
  return t;
}

/// Kernels of variance gain / fan-in; scales and variances in 0.5…1.5; shifts and means in -0.1…0.1.
inline Tensor made(const std::string& name, at::IntArrayRef shape, double gain) {
  if (shape.size() > 1) {
    double fan_in = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= static_cast<double>(shape[i]);
    const double limit = std::sqrt(3 * gain / fan_in);
    return hashed(name, shape, [&](double u) { return (2 * u - 1) * limit; });
  }
  if (name.ends_with("weight") || name.ends_with("running_var"))
    return hashed(name, shape, [](double u) { return 0.5 + u; });
  return hashed(name, shape, [](double u) { return 0.2 * u - 0.1; });
}

/// Squares of 16 pixels with noise, in the range of normalised images.
inline Tensor published_input(int size) {
  const int squares = (size + 15) / 16;
  const auto as_it_is = [](double u) { return u; };
  const Tensor coarse = hashed("images", {published_images, 3, squares, squares}, as_it_is).to(at::kDouble);
  const Tensor fine = hashed("noise", {published_images, 3, size, size}, as_it_is).to(at::kDouble);
  const Tensor large = coarse.repeat_interleave(16, 2).repeat_interleave(16, 3).narrow(2, 0, size).narrow(3, 0, size);
  return (2 * large - 1 + 0.25 * fine).to(at::kFloat);
}

/// A model with the head of the fixture, as xp::network puts it together; drawn quickly, it is filled anyway.
inline Net published_net(const Choice& choice) {
  const auto model = Registry::global().make<Model>(choice);
  const Net net = seq({model->features(), identity, model->neck(), dropout(0), model->head(published_outputs)});
  return all_drawn(with_outputs(net, published_outputs), Init::uniform);
}

/// What torchvision, or for Xception timm, calls the layers, in either flavour.
inline std::vector<std::string> published_names(Choice choice) {
  std::erase_if(choice.settings, [](const auto& setting) { return setting.name == "flavour"; });
  const auto model = Registry::global().make<Model>(choice);
  return model->names(choice.name == "xception" ? "timm" : "torchvision");
}

/// Fills every tensor that published names list. Throws Error when names and layers do not agree.
inline void fill(const Network& network, const std::vector<std::string>& names, double gain) {
  std::map<std::string, Tensor> tensors;
  for (const NamedTensor& t : network.state()) tensors.emplace(t.name, t.tensor.detach());
  for (const Place& place : places(network.net(), network.in()))
    if (place.layer >= 0) {
      const std::string of = place.name.substr(place.name.rfind('.'));
      Tensor& tensor = tensors.at(place.name);
      tensor.copy_(made(names.at(static_cast<std::size_t>(place.layer)) + of, tensor.sizes(), gain));
    }
}

inline std::unique_ptr<Network> published_network(const Published& p, at::Device device = at::kCPU) {
  const int size = p.wanted().size;
  auto network = std::make_unique<Network>(published_net(p.model), Shape{3, size, size}, 1, device);
  fill(*network, published_names(p.model), p.wanted().gain);
  return network;
}

/// From now on it computes in float64.
inline void widen(const Network& network) {
  for (const NamedTensor& t : network.state()) t.tensor.set_data(t.tensor.detach().to(at::kDouble));
}

/// max |Δ| / max |wanted|.
inline double distance(const Tensor& logits, const PublishedLogits& wanted) {
  const Tensor reference = at::tensor(wanted.logits, at::kDouble).view({published_images, published_outputs});
  return ((logits.detach().to(at::kDouble) - reference).abs().max() / reference.abs().max()).item<double>();
}

}  // namespace xp::test
