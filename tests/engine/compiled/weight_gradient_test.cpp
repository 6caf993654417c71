#include "framework/engine/compiled/weight_gradient.h"

#include "framework/engine/torch.h"
//
#include <catch2/catch.hpp>
#include <vector>

#include "framework/engine/compiled/pair_products.h"
#include "tests/support/skip.h"

using namespace xp;

namespace {

/// Between the kernel's gradient and LibTorch's in float64: ‖Δ‖ / ‖g‖.
double distance(ConvolutionShape c) {
  const auto made = [](std::vector<std::int64_t> sizes) {
    return at::randn(sizes).to(at::kBFloat16).contiguous(at::MemoryFormat::ChannelsLast);
  };
  const Tensor x = made({c.images, c.in_channels, c.in_height, c.in_width});
  Tensor w = at::zeros({c.out_channels, c.in_channels, c.kernel_height, c.kernel_width}, at::kDouble).requires_grad_();
  // Padding may differ before and after: what lies after follows from the sizes.
  const auto after = [&](std::int64_t in, std::int64_t out, int kernel, int before) {
    return (out - 1) * c.stride + kernel - in - before;
  };
  const std::int64_t below = after(c.in_height, c.out_height, c.kernel_height, c.above),
                     right = after(c.in_width, c.out_width, c.kernel_width, c.left);
  const Tensor padded = at::constant_pad_nd(x.to(at::kDouble), {c.left, right, c.above, below});
  const Tensor y = at::conv2d(padded, w, {}, c.stride);
  const Tensor g = made({c.images, c.out_channels, c.out_height, c.out_width});
  REQUIRE(y.sizes() == g.sizes());
  y.backward(g.to(at::kDouble));
  Tensor own = at::full(w.sizes(), 7.0f, at::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
  const Tensor room = at::empty(static_cast<std::int64_t>(weight_gradient_scratch(c)) + 64, at::kByte);
  weight_gradient(c, x.data_ptr(), g.data_ptr(), own.data_ptr<float>(), room.data_ptr());
  return ((own - w.grad()).norm() / w.grad().norm()).item<double>();
}

}  // namespace

TEST_CASE("the gradient of a convolution's weights in bf16 is the sum of products, to fp32's rounding") {
  if (!has_pair_products()) SKIP("this CPU multiplies no pairs of bf16, or has tiles for it");
  at::manual_seed(3);
  struct Case {
    const char* what;
    ConvolutionShape shape;
  };
  const Case cases[] = {
      {"pointwise, few weights, many pieces", {4, 64, 33, 31, 48, 33, 31, 1, 1, 1, 0, 0}},
      {"pointwise, an odd number of positions", {1, 16, 3, 3, 16, 3, 3, 1, 1, 1, 0, 0}},
      {"pointwise, several tiles", {2, 1040, 9, 9, 592, 9, 9, 1, 1, 1, 0, 0}},
      {"all kernel rows together", {3, 32, 19, 17, 32, 19, 17, 3, 3, 1, 1, 1}},
      {"together, no padding", {2, 32, 11, 12, 64, 9, 10, 3, 3, 1, 0, 0}},
      {"kernel rows apart", {2, 64, 10, 9, 128, 10, 9, 3, 3, 1, 1, 1}},
      {"stride 2", {2, 48, 19, 18, 80, 10, 9, 3, 3, 2, 1, 1}},
      {"stride 2, padded after alone", {2, 16, 18, 18, 16, 9, 9, 3, 3, 2, 0, 0}},
      {"a wide kernel", {2, 160, 7, 17, 192, 7, 17, 1, 7, 1, 0, 3}},
      {"a high kernel on a low map", {2, 160, 4, 9, 192, 4, 9, 7, 1, 1, 3, 0}},
      {"five by five", {2, 48, 13, 13, 64, 13, 13, 5, 5, 1, 2, 2}},
      {"a kernel wider than the map", {2, 32, 2, 2, 32, 2, 2, 5, 5, 1, 2, 2}},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(distance(c.shape) < 2e-6);
  }
}

TEST_CASE("threads change no bit of a weight gradient") {
  if (!has_pair_products()) SKIP("this CPU multiplies no pairs of bf16, or has tiles for it");
  const ConvolutionShape c{4, 64, 21, 21, 64, 21, 21, 3, 3, 1, 1, 1};
  const Tensor x = at::randn({4 * 21 * 21, 64}).to(at::kBFloat16), g = at::randn({4 * 21 * 21, 64}).to(at::kBFloat16);
  const Tensor room = at::empty(static_cast<std::int64_t>(weight_gradient_scratch(c)) + 64, at::kByte);
  const int before = at::get_num_threads();
  std::vector<Tensor> results;
  for (int threads : {1, 2, 3}) {
    at::set_num_threads(threads);
    results.push_back(at::empty({64, 3, 3, 64}));
    weight_gradient(c, x.data_ptr(), g.data_ptr(), results.back().data_ptr<float>(), room.data_ptr());
  }
  at::set_num_threads(before);
  CHECK(at::equal(results[0], results[1]));
  CHECK(at::equal(results[0], results[2]));
}
