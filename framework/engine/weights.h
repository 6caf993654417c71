// Weights as safetensors: a length, a JSON header with names, shapes and offsets, then raw little-endian numbers.
// https://github.com/huggingface/safetensors, "Format"
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/engine/network.h"

namespace xp {

/// `metadata` goes into the header's "__metadata__".
std::string to_safetensors(const std::vector<NamedTensor>& tensors, const std::map<std::string, std::string>& metadata);
/// Fills the tensors in place. Throws Error naming what is missing, unused or of another shape, and on a damaged file.
void from_safetensors(const std::string& bytes, const std::vector<NamedTensor>& into);

}  // namespace xp
