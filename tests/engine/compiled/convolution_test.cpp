#include "framework/engine/compiled/convolution.h"

#include "framework/engine/torch.h"
//
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "framework/base/file.h"
#include "framework/engine/precision.h"

using namespace xp;

namespace {

constexpr std::int64_t around = 1 << 18;  // bytes before and after
constexpr int untouched = 0xa5;

/// How many bytes beside a result, between two such margins, are no longer what they were.
std::int64_t written_beside(const Tensor& margined) {
  const auto* bytes = margined.data_ptr<std::uint8_t>();
  const auto touched = [](const std::uint8_t* from) {
    return around - std::count(from, from + around, static_cast<std::uint8_t>(untouched));
  };
  return touched(bytes) + touched(bytes + margined.numel() - around);
}

struct Result {
  std::int64_t beside;
  double error;  // ‖Δ‖ / ‖y‖, against LibTorch in float64
};

/// Of a pointwise convolution to which a tensor is added, then relu: what inference makes of a residual block's end.
Result residual_end(std::int64_t images, int in, int out, int size, Numbers numbers) {
  const auto type = numbers == Numbers::bf16 ? at::kBFloat16 : at::kFloat;
  const auto made = [&](int channels) {
    return at::randn({images, channels, size, size}).to(type).contiguous(at::MemoryFormat::ChannelsLast);
  };
  const Tensor x = made(in), plus = made(out), bias = at::randn({out}),
               weight = (at::randn({out, in, 1, 1}) / std::sqrt(in)).to(type).to(at::kFloat);
  ConvolutionWish wish;
  wish.images = images, wish.in = {in, size, size}, wish.out = {out, size, size}, wish.net = conv(out, 1);
  wish.numbers = numbers, wish.adds = wish.has_shift = true, wish.act = Act::relu;
  Convolution convolution(wish);
  const Tensor weights = at::empty(static_cast<std::int64_t>(convolution.weights()), at::kByte),
               scratch = at::empty(static_cast<std::int64_t>(convolution.scratch()) + 64, at::kByte);
  convolution.load(weight, bias, weights.data_ptr());
  const auto bytes = static_cast<std::int64_t>(plus.nbytes());
  const Tensor margined = at::full({bytes + 2 * around}, untouched, at::kByte);
  auto* y = margined.data_ptr<std::uint8_t>() + around;
  convolution.forward(x.data_ptr(), plus.data_ptr(), y, scratch.data_ptr());
  Tensor got = at::empty_like(plus);
  std::memcpy(got.data_ptr(), y, plus.nbytes());
  const auto exact = [](const Tensor& t) { return t.to(at::kDouble); };
  const Tensor want = (at::conv2d(exact(x), exact(weight), exact(bias)) + exact(plus)).relu();
  return {written_beside(margined), ((exact(got) - want).norm() / want.norm()).item<double>()};
}

}  // namespace

TEST_CASE("a convolution writes its result and nothing beside it, whatever the size of the map") {
  at::manual_seed(1);
  std::vector<Numbers> all{Numbers::f32};
  if (convolves_bf16(read_file("/proc/cpuinfo"))) all.push_back(Numbers::bf16);
  for (const Numbers numbers : all)
    for (const int size : {1, 2, 3, 5, 6, 7, 9, 12, 14, 21, 28, 56})
      for (const auto& [in, out] : {std::pair{128, 512}, {192, 32}, {144, 24}}) {
        INFO(in << " to " << out << " channels, " << size << "×" << size << (numbers == Numbers::f32 ? "" : ", bf16"));
        const Result r = residual_end(2, in, out, size, numbers);
        CHECK(r.beside == 0);
        CHECK(r.error < (numbers == Numbers::f32 ? 1e-6 : 1e-2));
      }
}
