#include "framework/engine/explain/cascade.h"

#include <algorithm>

namespace xp {
namespace {

/// "features.3.0.weight" → "features.3", "head.weight" → "head".
std::string layer_of(const std::string& tensor) {
  const std::string place = tensor.substr(0, tensor.rfind('.'));
  const std::size_t second = place.find('.', place.find('.') == std::string::npos ? 0 : place.find('.') + 1);
  return place.substr(0, second);
}

}  // namespace

std::vector<std::string> cascade(const Network& network) {
  std::vector<std::string> out;
  for (const NamedTensor& p : network.parameters())
    if (out.empty() || out.back() != layer_of(p.name)) out.push_back(layer_of(p.name));
  std::reverse(out.begin(), out.end());
  return out;
}

void randomise(const Network& network, const std::string& layer, const Network& drawn) {
  const at::NoGradGuard no_gradients;
  const std::vector<NamedTensor> to = network.state(), from = drawn.state();
  for (std::size_t i = 0; i < to.size(); ++i) {
    Tensor tensor = to[i].tensor;
    if (layer_of(to[i].name) == layer) tensor.copy_(from[i].tensor);
  }
}

}  // namespace xp
