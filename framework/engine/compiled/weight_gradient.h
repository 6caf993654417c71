// The gradient of a convolution's weights in bf16, on CPUs that multiply pairs of it (AVX512_BF16) and have no tiles
// (AMX): there oneDNN's kernels reach half to two thirds of what the CPU can.
#pragma once
#include <cstddef>
#include <cstdint>

namespace xp {

/// One group, no bias. Maps lie channels-last.
struct ConvolutionShape {
  std::int64_t images, in_channels, in_height, in_width, out_channels, out_height, out_width;
  int kernel_height, kernel_width, stride, above, left;  // `above` and `left`: rows and columns of padding before
};

/// Whether this CPU and these channels (multiples of 16) are what it is made for.
bool has_weight_gradient(const ConvolutionShape& c);

/// Bytes that it needs beside its operands.
std::size_t weight_gradient_scratch(const ConvolutionShape& c);

/// dw[o][ky][kx][i] = Σ over images and positions of g[…][o] · x[… at ky, kx][i], summed in fp32 in an order that the
/// shape alone decides. `x` and `g` are bf16; `scratch` is aligned to 64 bytes.
void weight_gradient(const ConvolutionShape& c, const void* x, const void* g, float* dw, void* scratch);

}  // namespace xp
