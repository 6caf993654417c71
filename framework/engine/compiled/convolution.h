// One convolution through oneDNN, the library that LibTorch links too: forward, both gradients, and for inference
// with the addition and the activation that follow.
#pragma once
#include <memory>

#include "framework/engine/compiled/kernels.h"
#include "framework/engine/torch.h"
#include "framework/net/measure.h"

namespace xp {

/// What a convolution is asked for.
struct ConvolutionWish {
  std::int64_t images = 1;
  Shape in, out;
  Net net;  // kernel, stride, groups, padding, bias
  Numbers numbers = Numbers::f32;
  bool input_gradient = false, weight_gradient = false;
  bool adds = false;       // `plus` is added to the result
  bool has_shift = false;  // a bias, the layer's own or a folded one
  Act act = Act::none;     // applied last
};

class Convolution {
 public:
  explicit Convolution(const ConvolutionWish& wish);
  ~Convolution();
  Convolution(Convolution&&) noexcept;

  /// Brings weights (out×in/groups×kh×kw floats of any strides) into the form that the kernels read; `bias`, one number
  /// an output channel, may be undefined. They are kept in `room`, of weights() bytes, aligned to 64.
  void load(const Tensor& weight, const Tensor& bias, void* room);
  std::size_t weights() const;

  /// Maps are contiguous, channels innermost. `scratch` holds at least scratch() bytes, aligned to 64.
  void forward(const void* x, const void* plus, void* y, void* scratch);
  void input_gradient(const void* g, void* to, void* scratch);
  /// Writes (not adds) into tensors of the weight's shape and strides.
  void weight_gradient(const void* x, const void* g, const Tensor& weight, const Tensor& bias, void* scratch);
  std::size_t scratch() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace xp
