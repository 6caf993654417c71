// Update rules over flat buffers: each number of weights, gradients and moments is read and written once a step.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

struct Update {
  float rate = 0, momentum = 0;
  bool nesterov = false;
  float beta1 = 0, beta2 = 0, epsilon = 0;
  float share1 = 0, share2 = 0;  // 1 - beta1 and 1 - beta2, rounded once
  float correction = 1;          // 1 / √(1 - beta2^t); 1 - beta1^t is in the rate
};

/// A range of the buffers whose L2 penalty is `decay`.
struct UpdateSegment {
  std::int64_t from, to;
  float decay;
};

using UpdateKernel = void (*)(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g,
                              float* first, float* second);

struct Updates {
  UpdateKernel sgd, sgd_with_momentum, adam;
};

/// The best that runs here.
const Updates& updates();

}  // namespace xp
