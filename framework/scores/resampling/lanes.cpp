// Compiled for speed, and without fused multiply-add, so that every instruction set rounds these sums alike
// (CMakeLists.txt).
#include "framework/scores/resampling/lanes.h"

#include <cmath>
#include <cstring>
#include <limits>

// For AVX-512 and AVX2 as well, chosen when the program starts, which is before the sanitizers are ready for it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define XP_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define XP_WIDE
#endif

namespace xp {

XP_WIDE PhiloxBlocks philox_blocks(std::uint32_t first, std::uint32_t resample, std::array<std::uint32_t, 2> key) {
  constexpr std::size_t n = 16;
  std::array<std::uint32_t, n> c[4];
  for (std::size_t b = 0; b < n; ++b)
    c[0][b] = first + static_cast<std::uint32_t>(b), c[1][b] = 0, c[2][b] = resample, c[3][b] = 0;
  for (int round = 0; round < 10; ++round) {
    for (std::size_t b = 0; b < n; ++b) {
      const std::uint64_t x = std::uint64_t{0xD2511F53} * c[0][b], y = std::uint64_t{0xCD9E8D57} * c[2][b];
      c[0][b] = static_cast<std::uint32_t>(y >> 32) ^ c[1][b] ^ key[0], c[1][b] = static_cast<std::uint32_t>(y);
      c[2][b] = static_cast<std::uint32_t>(x >> 32) ^ c[3][b] ^ key[1], c[3][b] = static_cast<std::uint32_t>(x);
    }
    key[0] += 0x9E3779B9, key[1] += 0xBB67AE85;
  }
  PhiloxBlocks out;
  for (std::size_t k = 0; k < 4; ++k)
    for (std::size_t b = 0; b < n; ++b) out[k * n + b] = c[k][b];
  return out;
}

XP_WIDE Lanes<std::int32_t> total(const Times* begin, const Times* end) {
  Lanes<std::int32_t> sum{};
  for (const Times* t = begin; t != end; ++t)
    for (int l = 0; l < lanes; ++l) sum[l] += (*t)[l];
  return sum;
}

XP_WIDE Lanes<double> weighted_sum(const Times* times, const std::vector<double>& values) {
  Lanes<double> sum{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    for (int l = 0; l < lanes; ++l) sum[l] += times[i][l] * value;
  }
  return sum;
}

XP_WIDE Lanes<double> absolute_sum(const Times* times, const std::vector<double>& values,
                                   const std::vector<std::uint8_t>& bin) {
  std::array<Lanes<double>, 256> sums{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    Lanes<double>& sum = sums[bin[i]];
    for (int l = 0; l < lanes; ++l) sum[l] += times[i][l] * value;
  }
  Lanes<double> out{};
  for (const Lanes<double>& sum : sums)
    for (int l = 0; l < lanes; ++l) out[l] += std::abs(sum[l]);
  return out;
}

XP_WIDE Lanes<double> average_precision(const Times* times, const Steps& steps) {
  using Bytes = std::uint8_t __attribute__((vector_size(lanes)));
  using Whole = std::int32_t __attribute__((vector_size(4 * lanes)));
  using Float = float __attribute__((vector_size(4 * lanes)));
  using Double = double __attribute__((vector_size(8 * lanes)));
  Float called{}, right{};  // whole numbers, exact below 2^24
  Double sum{};
  std::size_t i = 0;
  for (const Steps::Step& step : steps.steps) {
    Whole negatives{}, positives{};
    for (; i < static_cast<std::size_t>(step.negatives); ++i) {
      Bytes drawn;
      std::memcpy(&drawn, &times[steps.images[i]], lanes);
      negatives += __builtin_convertvector(drawn, Whole);
    }
    for (; i < static_cast<std::size_t>(step.end); ++i) {
      Bytes drawn;
      std::memcpy(&drawn, &times[steps.images[i]], lanes);
      positives += __builtin_convertvector(drawn, Whole);
    }
    const Float gained = __builtin_convertvector(positives, Float);
    right += gained, called += gained + __builtin_convertvector(negatives, Float);
    const Float one_where_none = called == 0 ? Float{} + 1 : Float{};
    sum += __builtin_convertvector(gained * (right / (called + one_where_none)), Double);
  }
  Lanes<double> out;
  for (std::size_t l = 0; l < lanes; ++l)
    out[l] = right[l] > 0 ? sum[l] / static_cast<double>(right[l]) : std::numeric_limits<double>::quiet_NaN();
  return out;
}

XP_WIDE Lanes<double> adaptive_absolute_sum(const Times* times, const Ascending& ascending,
                                            const Lanes<std::int32_t>& drawn) {
  constexpr int bins = 10;
  Lanes<std::int32_t> before{}, bin{};
  Lanes<double> sum{}, out{};
  for (std::size_t i = 0; i < ascending.images.size(); ++i) {
    const Times& t = times[ascending.images[i]];
    if (ascending.first[i])
      for (int l = 0; l < lanes; ++l) {
        if (bins * before[l] < drawn[l] * (bin[l] + 1)) continue;
        bin[l] = drawn[l] ? bins * before[l] / drawn[l] : 0;
        out[l] += std::abs(sum[l]);
        sum[l] = 0;
      }
    for (int l = 0; l < lanes; ++l) sum[l] += t[l] * ascending.values[i];
    for (int l = 0; l < lanes; ++l) before[l] += t[l];
  }
  for (int l = 0; l < lanes; ++l) out[l] += std::abs(sum[l]);
  return out;
}

}  // namespace xp
