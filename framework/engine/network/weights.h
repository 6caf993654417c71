// A network's tensors as safetensors, xp's own format.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/engine/network/network.h"

namespace xp {

/// F32, whatever the tensors' own memory layout. `metadata` goes into the header's "__metadata__".
std::string to_safetensors(const std::vector<NamedTensor>& tensors, const std::map<std::string, std::string>& metadata);
/// Fills the tensors in place. Throws Error naming what is missing, unused or of another shape, and on a damaged file.
void from_safetensors(const std::string& bytes, const std::vector<NamedTensor>& into);

}  // namespace xp
