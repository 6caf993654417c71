// The devices that tensors can be on.
#pragma once
#include <string>

#include "framework/engine/torch.h"

namespace xp {

/// "cpu", "cuda" or "cuda:1". Throws Error for what is no device, and for one that LibTorch or this machine has not.
at::Device device_of(const std::string& name);

/// Whether a CUDA device convolves bf16 in its own circuits.
bool cuda_convolves_bf16();

/// From now on fp32 means fp32 on a CUDA device too, not TF32, and its convolutions give the same bits each time.
void compute_exactly();

}  // namespace xp
