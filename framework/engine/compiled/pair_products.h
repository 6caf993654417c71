// Products of bf16 matrices whose numbers come in pairs, as `vdpbf16ps` multiplies them: a₀·b₀ + a₁·b₁ onto each of
// sixteen fp32 sums.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

using Half = std::uint16_t;  // a bf16
using Pair = std::uint32_t;  // two of them, the first one low

constexpr int lanes = 16;

/// Whether this CPU has the instruction (AVX512_BF16).
bool has_pair_products();

/// Pairs (a[i], b[i]), sixteen of them every `stride`.
void interleave(const Half* a, const Half* b, std::int64_t n, Pair* to, std::int64_t stride);

/// A part of a row, in vectors of sixteen: from `at` on, `width` of them.
struct Block {
  std::int64_t at;
  int width;
  /// sums[r][l] += Σ g[p][r] · x[p][l] over `pairs` p, r < 16, l < 16·width; `first`: the sums were zero, and are not
  /// read. A row of g has sixteen pairs, one of x 16·width, one of the sums `stride` floats.
  void (*sixteen)(const Pair* g, const Pair* x, int pairs, float* sums, std::int64_t stride, bool first);
};

/// A row of so many vectors in the blocks that use the registers best.
std::vector<Block> blocks(std::int64_t vectors);

}  // namespace xp
