// Layers that the vocabulary lacks: custom("name") in a Net runs the function that a library registered here. Such a
// library links torch; nothing else of an experiment does.
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

/// Throws Error when the name is taken.
void register_custom_layer(const std::string& name, CustomLayer layer);
/// Throws Error with the nearest name.
const CustomLayer& custom_layer(const std::string& name);

}  // namespace xp
