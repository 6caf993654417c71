// Maps as kernels see them: rows of channels, some of a wider buffer's, beside what LibTorch makes of the same numbers.
#pragma once
#include "framework/engine/torch.h"

#include <vector>

#include "framework/engine/compiled/kernels.h"

namespace xp::plain {
Kernels all_kernels(Numbers numbers);
}
#ifdef __x86_64__
namespace xp::v3 {
Kernels all_kernels(Numbers numbers);
}
namespace xp::v4 {
Kernels all_kernels(Numbers numbers);
}
#endif

namespace xp::test {

/// What this machine can run of what kernels_choice.cpp chooses from.
inline std::vector<Kernels (*)(Numbers)> instruction_sets() {
  std::vector<Kernels (*)(Numbers)> all{plain::all_kernels};
#ifdef __x86_64__
  if (__builtin_cpu_supports("x86-64-v3")) all.push_back(v3::all_kernels);
  if (__builtin_cpu_supports("x86-64-v4")) all.push_back(v4::all_kernels);
#endif
  return all;
}

/// ‖got - want‖ / ‖want‖; the norm of `got` where `want` is zero. NaN where either has one.
inline double error(const Tensor& got, const Tensor& want) {
  const Tensor g = got.detach().to(at::kDouble), w = want.detach().to(at::kDouble);
  const double norm = w.norm().item<double>();
  return (g - w).norm().item<double>() / (norm > 0 ? norm : 1);
}

/// ‖got - want‖ / ‖size‖: what cancels is held against what it was made of.
inline double error(const Tensor& got, const Tensor& want, const Tensor& size) {
  return (got.to(at::kDouble) - want).norm().item<double>() / size.norm().item<double>();
}

struct Size {
  Numbers numbers = Numbers::f32;
  std::int64_t rows = 1;
  int channels = 1, beside = 0;  // so many further channels on either side, which nobody may touch
  Kernels (*set)(Numbers) = plain::all_kernels;
};

/// Few rows and many, channels around multiples of sixteen, alone and within a wider buffer.
inline std::vector<Size> sizes() {
  std::vector<Size> all;
  for (const auto set : instruction_sets())
    for (const Numbers numbers : {Numbers::f32, Numbers::bf16})
      for (const int channels : {1, 3, 16, 17, 24, 40})
        for (const std::int64_t rows : {1, 7, 1500})
          for (const int beside : {0, 5}) all.push_back({numbers, rows, channels, beside, set});
  return all;
}

/// What a kernel reads or writes.
class Field {
 public:
  Field(const Size& s, const Tensor& values)
      : s_(s),
        all_(at::full({s.rows, s.channels + 2 * s.beside}, untouched,
                      s.numbers == Numbers::bf16 ? at::kBFloat16 : at::kFloat)) {
    inside().copy_(values);
  }
  explicit Field(const Size& s) : Field(s, at::full({s.rows, s.channels}, std::nan(""))) {}
  static Field random(const Size& s) { return Field(s, at::randn({s.rows, s.channels})); }

  Rows rows() const {
    return {static_cast<char*>(all_.data_ptr()) + static_cast<std::size_t>(s_.beside) * size_of(s_.numbers),
            all_.size(1)};
  }
  Tensor values() const { return inside().to(at::kDouble); }
  bool kept_its_neighbours() const {
    const Tensor left = all_.narrow(1, 0, s_.beside), right = all_.narrow(1, s_.beside + s_.channels, s_.beside);
    return left.eq(untouched).all().item<bool>() && right.eq(untouched).all().item<bool>();
  }

 private:
  static constexpr double untouched = 77;
  Tensor inside() const { return all_.narrow(1, s_.beside, s_.channels); }

  Size s_;
  Tensor all_;
};

/// One number a channel.
inline Tensor per_channel(const Size& s) { return at::randn({s.channels}) + 0.5; }
inline const float* data(const Tensor& t) { return t.data_ptr<float>(); }

/// How far results may lie apart, as a share of their norm.
inline double allowed(Numbers n) { return n == Numbers::bf16 ? 4e-3 : 1e-5; }

}  // namespace xp::test
