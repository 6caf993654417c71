// LibTorch, as the engine's files see it: tensors and their gradients. <torch/torch.h> would take twice as long to
// compile and adds modules, which a Net replaces.
#pragma once
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

namespace xp {
using at::Tensor;
}
