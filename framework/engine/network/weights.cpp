#include "framework/engine/network/weights.h"

#include <fmt/format.h>

#include <cstring>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/weights/readers.h"

namespace xp {

std::string to_safetensors(const std::vector<NamedTensor>& tensors,
                           const std::map<std::string, std::string>& metadata) {
  std::vector<WeightTensor> plain;
  for (const NamedTensor& t : tensors) {
    const Tensor numbers = t.tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    plain.push_back({t.name, Element::f32, t.tensor.sizes().vec(),
                     std::string(static_cast<const char*>(numbers.data_ptr()), numbers.nbytes())});
  }
  return safetensors(plain, metadata);
}

void from_safetensors(const std::string& bytes, const std::vector<NamedTensor>& into) {
  const WeightFile file = read_safetensors(bytes);
  std::map<std::string, const WeightTensor*> found;
  for (const WeightTensor& t : file.tensors) found[t.name] = &t;
  std::vector<std::string> wrong;
  for (const NamedTensor& t : into) {
    const WeightTensor* from = found[t.name];
    found.erase(t.name);
    if (!from)
      wrong.push_back(t.name + " is missing");
    else if (from->shape != t.tensor.sizes().vec())
      wrong.push_back(
          fmt::format("{} is [{}], not [{}]", t.name, fmt::join(from->shape, ", "), fmt::join(t.tensor.sizes(), ", ")));
    else if (from->element != Element::f32)
      wrong.push_back(fmt::format("{} is {}, not F32", t.name, name(from->element)));
    else {
      Tensor plain = at::empty(from->shape, at::kFloat);
      std::memcpy(plain.data_ptr(), from->bytes.data(), from->bytes.size());
      const at::NoGradGuard no_gradients;
      Tensor target = t.tensor;
      target.copy_(plain);
    }
  }
  for (const auto& [name, tensor] : found) wrong.push_back(name + " is not in this network");
  if (!wrong.empty()) throw Error("the weights do not fit the network:\n  " + join(wrong, "\n  "));
}

}  // namespace xp
