#include "framework/engine/compiled/pair_products.h"

#include <algorithm>
#include <cstring>

#ifdef __x86_64__
#include <immintrin.h>

namespace xp {
namespace {

// On the functions that need it alone: whatever else is instantiated here may be shared with files for any processor.
#define XP_AVX512 __attribute__((target("avx512f,avx512bw,avx512bf16")))

typedef Half Halves __attribute__((vector_size(32)));
typedef Pair Words __attribute__((vector_size(64)));

/// rows × (16·width) sums over pairs: sums[r][l] += Σ g[p][r] · x[p][l].
template <int rows, int width>
XP_AVX512 void product(const Pair* g, const Pair* x, int pairs, float* sums, std::int64_t stride, bool first) {
  __m512 sum[rows][width];
#pragma GCC unroll 16
  for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < width; ++v)
      sum[r][v] = first ? _mm512_setzero_ps() : _mm512_loadu_ps(sums + r * stride + v * lanes);
  for (int p = 0; p < pairs; ++p) {
    __m512bh b[width];
#pragma GCC unroll 4
    for (int v = 0; v < width; ++v) b[v] = (__m512bh)_mm512_load_si512(x + (p * width + v) * lanes);
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r) {
      const __m512bh a = (__m512bh)_mm512_set1_epi32(static_cast<int>(g[p * lanes + r]));
#pragma GCC unroll 4
      for (int v = 0; v < width; ++v) sum[r][v] = _mm512_dpbf16_ps(sum[r][v], a, b[v]);
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < width; ++v) _mm512_storeu_ps(sums + r * stride + v * lanes, sum[r][v]);
}

/// Sixteen rows in turns that fill the registers with sums: 20 to 24 of 32 for four and three vectors.
template <int width, int... turns>
void sixteen(const Pair* g, const Pair* x, int pairs, float* sums, std::int64_t stride, bool first) {
  static_assert((turns + ...) == lanes);
  int r = 0;
  ((product<turns, width>(g + r, x, pairs, sums + r * stride, stride, first), r += turns), ...);
}

Block block(std::int64_t at, int width) {
  if (width == 4) return {at, 4, sixteen<4, 6, 5, 5>};
  if (width == 3) return {at, 3, sixteen<3, 8, 8>};
  if (width == 2) return {at, 2, sixteen<2, 8, 8>};
  return {at, 1, sixteen<1, 16>};
}

XP_AVX512 void interleaved(const Half* a, const Half* b, std::int64_t n, Pair* to, std::int64_t stride) {
  for (std::int64_t i = 0; i < n; i += lanes, to += stride) {
    Halves low, high;
    std::memcpy(&low, a + i, sizeof low), std::memcpy(&high, b + i, sizeof high);
    const Words both = __builtin_convertvector(low, Words) | __builtin_convertvector(high, Words) << 16;
    std::memcpy(to, &both, sizeof both);
  }
}

}  // namespace

bool has_pair_products() {
  static const bool here = __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") &&
                           !__builtin_cpu_supports("amx-bf16");
  return here;
}

void interleave(const Half* a, const Half* b, std::int64_t n, Pair* to, std::int64_t stride) {
  interleaved(a, b, n, to, stride);
}

// Fours and threes fill them: twos and ones only where there is no sum of those.
std::vector<Block> blocks(std::int64_t vectors) {
  std::vector<Block> out;
  std::int64_t at = 0, threes = (4 - vectors % 4) % 4;
  if (3 * threes > vectors) threes = vectors >= 3 ? 1 : 0;
  while (at < vectors) {
    const int width = threes > 0 ? 3 : static_cast<int>(std::min<std::int64_t>(4, vectors - at));
    out.push_back(block(at, width));
    at += width, threes -= width == 3;
  }
  return out;
}

}  // namespace xp

#else

namespace xp {

bool has_pair_products() { return false; }
void interleave(const Half*, const Half*, std::int64_t, Pair*, std::int64_t) {}
std::vector<Block> blocks(std::int64_t) { return {}; }

}  // namespace xp
#endif
