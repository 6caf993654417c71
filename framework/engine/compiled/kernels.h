// The elementwise passes of a compiled network, over maps with channels innermost (N·H·W rows of C numbers): each reads
// what it needs once and writes once. Compiled for several instruction sets; `kernels()` is the best that runs
// here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace xp {

/// The upper half of a float, rounded to nearest even.
struct BFloat16 {
  std::uint16_t bits;
};

enum class Numbers { f32, bf16 };
inline std::size_t size_of(Numbers n) { return n == Numbers::bf16 ? 2 : 4; }

enum class Act { none, relu, relu6, silu, hard_swish };

/// Some channels of a map: row r starts at data + r · stride (in numbers).
struct Rows {
  void* data = nullptr;
  std::int64_t stride = 0;
};
/// One term of a sum: scale[c] · x[c] + shift[c].
struct Term {
  Rows x;
  const float *scale = nullptr, *shift = nullptr;
};

/// How many gradients slope_sums adds up at most.
inline constexpr std::size_t most_gradients = 4;

/// Of a window, and windows that a position lies in: choices are kept as bytes.
inline constexpr int most_positions = 256;

/// Of windows over an H×W map of one image, of at most `most_positions`.
struct Window {
  int h, w, out_h, out_w, kh, kw, step, top, left;
  bool counts_border;  // avg: zeros outside count
};

struct Kernels {
  /// mean[c] and variance[c] (biased) of `rows` rows. Sums run over fixed pieces of rows, so that the number of threads
  /// does not change the result.
  void (*statistics)(Rows x, std::int64_t rows, int channels, float* mean, float* variance);

  /// out = act(Σ terms), one to three of them.
  void (*combine)(const std::vector<Term>& terms, Act act, Rows out, std::int64_t rows, int channels);

  /// With g = act'(Σ terms) · Σ gradients: sum[c] = Σ g and product[c] = Σ g · (x[c] - mean[c]) for the first term's x;
  /// writes g to `masked` where that is not null. `out`: what `combine` gave, for the slope of a ReLU; null: the slope
  /// is taken from the terms.
  void (*slope_sums)(const std::vector<Rows>& gradients, const std::vector<Term>& terms, Act act, Rows out, Rows masked,
                     const float* mean, float* sum, float* product, std::int64_t rows, int channels);
  /// The products of a further term, whose g was written by slope_sums.
  void (*products)(Rows g, Rows x, const float* mean, float* product, std::int64_t rows, int channels);

  /// to (+)= a[c] · g + b[c] · x + c[c], the gradient of BatchNorm's input. With act other than none, g is first
  /// multiplied by the slope at scale · x + shift, as slope_sums did without writing it.
  void (*normalised_gradient)(Rows g, const Term& term, Act act, const float* a, const float* b, const float* c,
                              Rows to, bool accumulate, std::int64_t rows, int channels);
  /// to (+)= Σ from.
  void (*add)(const std::vector<Rows>& from, Rows to, bool accumulate, std::int64_t rows, int channels);

  void (*max_pool)(Rows x, Rows out, std::uint8_t* chosen, std::int64_t images, int channels, const Window& w);
  void (*max_pool_gradient)(Rows g, const std::uint8_t* chosen, Rows to, bool accumulate, std::int64_t images,
                            int channels, const Window& w);
  void (*avg_pool)(Rows x, Rows out, std::int64_t images, int channels, const Window& w);
  void (*avg_pool_gradient)(Rows g, Rows to, bool accumulate, std::int64_t images, int channels, const Window& w);
};

const Kernels& kernels(Numbers numbers);

}  // namespace xp
