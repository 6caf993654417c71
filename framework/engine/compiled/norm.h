// One BatchNorm within a compiled network: its statistics, what it does to a channel, and its gradients.
// Ioffe and Szegedy 2015, "Batch normalization".
#pragma once
#include <vector>

#include "framework/engine/compiled/kernels.h"
#include "framework/engine/torch.h"
#include "framework/net/net.h"

namespace xp {

/// Means and variances of a root map's channels, filled from the first channel on as maps inside it are read: what
/// DenseNet's layers share is computed once.
struct Statistics {
  std::vector<float> mean, variance;
  int known = 0;
};

class Norm {
 public:
  /// Tensors are used in place. `weight` may be undefined. Without `learns` its running statistics stand still.
  Norm(const Net& net, Tensor weight, Tensor bias, Tensor running_mean, Tensor running_variance, bool learns);

  bool learns() const { return learns_; }
  /// From a batch of `rows` positions; moves the running statistics.
  void use(const float* mean, const float* variance, std::int64_t rows);
  void use_running();

  const float* mean() const { return mean_.data(); }
  const float* scale() const { return scale_.data(); }  // out = scale · x + shift
  const float* shift() const { return shift_.data(); }

  /// Given sum = Σ g and product = Σ g · (x - mean): writes the gradients of weight and bias, and leaves in a, b and c
  /// the gradient of x: a · g + b · x + c.
  void gradients(const float* sum, const float* product, std::int64_t rows);
  const float* a() const { return scale_.data(); }
  const float* b() const { return b_.data(); }
  const float* c() const { return c_.data(); }

 private:
  void set_affine(double epsilon);

  Net net_;
  Tensor weight_, bias_, running_mean_, running_variance_;
  bool learns_;
  std::vector<float> mean_, inverse_, scale_, shift_, b_, c_, variance_;
};

}  // namespace xp
