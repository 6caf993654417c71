// Layers that the vocabulary lacks: custom("name") in a Net runs the function that a library registered here. An
// experiment names the library's source with e.layers("file.cpp"); it links torch, nothing else of an experiment does.
//
//   #include "framework/engine/custom.h"
//   xp::Tensor mish(const xp::CustomInput& in) { return in.x * at::tanh(at::softplus(in.x)); }
//   XP_CUSTOM_LAYER("mish", mish)
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/engine/torch.h"

namespace xp {

struct CustomInput {
  const Tensor& x;                     // N×C×H×W
  const std::vector<Tensor>& weights;  // as the Net lists them
  bool training;
};
/// Returns a tensor of the input's shape, differentiable by autograd.
using CustomLayer = std::function<Tensor(const CustomInput&)>;

/// Throws Error when the name is taken, with both origins. A layer that changes the shape throws when it is computed.
void register_custom_layer(const std::string& name, CustomLayer layer, const std::string& origin = "this program");
/// Throws Error with the nearest name.
const CustomLayer& custom_layer(const std::string& name);

/// Opens libraries of custom layers, each once. Throws Error when it cannot be opened or takes a name that is taken.
void open_custom_layers(const std::vector<std::string>& libraries);

/// Never throws, for it runs while a library is opened: what is wrong is told by `open_custom_layers`.
struct CustomRegistration {
  CustomRegistration(const char* name, CustomLayer layer, const char* origin) noexcept;
};

}  // namespace xp

/// At namespace scope in a file of custom layers, once for each.
#define XP_CUSTOM_LAYER(name, function) XP_CUSTOM_LAYER_AT(name, function, __COUNTER__)
#define XP_CUSTOM_LAYER_AT(name, function, n) XP_CUSTOM_LAYER_AS(name, function, n)
#define XP_CUSTOM_LAYER_AS(name, function, n)                                       \
  namespace {                                                                       \
  const ::xp::CustomRegistration custom_registration_##n{name, function, __FILE__}; \
  }
