// Update rules over flat buffers: each number of weights, gradients and moments is read and written once a step.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

struct Update {
  float momentum = 0;
  bool nesterov = false;
  float beta1 = 0, beta2 = 0, epsilon = 0;  // rmsprop: beta2 is its smoothing
  float share1 = 0, share2 = 0;             // 1 - beta1 and 1 - beta2, rounded once
};

/// A range of the buffers that is stepped alike.
struct UpdateSegment {
  std::int64_t from, to;
  float rate;            // Adam: 1 - beta1^t is in it
  float decay;           // the L2 penalty; adamw: the share that each weight loses
  float correction = 1;  // Adam: 1 / √(1 - beta2^t)
};

using UpdateKernel = void (*)(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g,
                              float* first, float* second);

struct Updates {
  UpdateKernel sgd, sgd_with_momentum, adam, adamw, rmsprop, rmsprop_with_momentum;
  /// Σ x², the same from any number of threads.
  double (*sum_of_squares)(const float* x, std::int64_t count);
};

/// The best that runs here.
const Updates& updates();

}  // namespace xp
