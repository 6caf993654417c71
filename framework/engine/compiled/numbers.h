// Sixteen numbers at a time, as the kernels read, change and write them; what an activation does to them. The vector
// type is the compiler's: one register with AVX-512, two with AVX2, four without.
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "framework/engine/compiled/kernels.h"

namespace xp::XP_ISA {

constexpr int lanes = 16;
typedef float Vector __attribute__((vector_size(64)));
typedef std::int32_t Integers __attribute__((vector_size(64)));
typedef std::uint32_t Words __attribute__((vector_size(64)));
typedef std::uint16_t Halves __attribute__((vector_size(32)));

/// The first n of sixteen; the others read as zero and are not written.
inline Vector get(const float* from, int n = lanes) {
  Vector v{};
  n == lanes ? std::memcpy(&v, from, sizeof v) : std::memcpy(&v, from, static_cast<std::size_t>(n) * sizeof(float));
  return v;
}
inline Vector get(const BFloat16* from, int n = lanes) {
  Halves h{};
  n == lanes ? std::memcpy(&h, from, sizeof h) : std::memcpy(&h, from, static_cast<std::size_t>(n) * sizeof *from);
  return std::bit_cast<Vector>(__builtin_convertvector(h, Words) << 16);
}
inline void put(float* to, Vector v, int n = lanes) {
  n == lanes ? std::memcpy(to, &v, sizeof v) : std::memcpy(to, &v, static_cast<std::size_t>(n) * sizeof(float));
}
inline void put(BFloat16* to, Vector v, int n = lanes) {
  const Words bits = std::bit_cast<Words>(v);
  const Words even = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;  // round to nearest even
  const Words kept = v == v ? even : Words{} + 0x7fc0;            // what is no number stays none
  const Halves h = __builtin_convertvector(kept, Halves);
  n == lanes ? std::memcpy(to, &h, sizeof h) : std::memcpy(to, &h, static_cast<std::size_t>(n) * sizeof *to);
}

template <class T>
inline const T* row(const Rows& x, std::int64_t r) {
  return static_cast<const T*>(x.data) + r * x.stride;
}
template <class T>
inline T* own_row(const Rows& x, std::int64_t r) {
  return static_cast<T*>(x.data) + r * x.stride;
}

inline Vector all(float x) { return Vector{} + x; }

/// Calls work(c, n) for sixteen channels at a time, at last for the n that are left.
template <class Work>
inline void over_channels(int channels, Work work) {
  int c = 0;
  for (; c + lanes <= channels; c += lanes) work(c, std::integral_constant<int, lanes>());
  if (c < channels) work(c, channels - c);
}

/// e^x within 2 units in the last place: 2^n · e^r with |r| ≤ ln 2 / 2, a polynomial of degree 7.
inline Vector exponential(Vector x) {
  x = x < -87.0f ? all(-87) : x;
  x = x > 88.0f ? all(88) : x;
  const Integers n = __builtin_convertvector(x * 1.44269504f + (x < 0 ? all(-0.5f) : all(0.5f)), Integers);
  const Vector whole = __builtin_convertvector(n, Vector);
  const Vector r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  Vector p = all(1.0f / 5040);
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = (p * r + 1) * r + 1;
  return p * std::bit_cast<Vector>((n + 127) << 23);
}
inline Vector logistic(Vector x) { return 1 / (1 + exponential(-x)); }

template <Act A>
inline Vector value(Vector z) {
  const Vector zero{};
  if constexpr (A == Act::relu) return z < 0 ? zero : z;  // NaN stays
  if constexpr (A == Act::relu6) {
    z = z < 0 ? zero : z;
    return z > 6 ? all(6) : z;
  }
  if constexpr (A == Act::silu) return z * logistic(z);
  if constexpr (A == Act::hard_swish) {
    Vector t = (z + 3) * (1.0f / 6);
    t = t < 0 ? zero : t;
    t = t > 1 ? all(1) : t;
    return z * t;
  }
  return z;
}

/// d times the derivative at z.
template <Act A>
inline Vector sloped(Vector d, Vector z) {
  const Vector zero{};
  if constexpr (A == Act::relu) return z > 0 ? d : zero;
  if constexpr (A == Act::relu6) {
    d = z > 0 ? d : zero;
    return z < 6 ? d : zero;
  }
  if constexpr (A == Act::silu) {
    const Vector s = logistic(z);
    return d * (s * (1 + z * (1 - s)));
  }
  if constexpr (A == Act::hard_swish) {
    Vector t = (2 * z + 3) * (1.0f / 6);
    t = z < -3 ? zero : t;
    return d * (z > 3 ? all(1) : t);
  }
  return d;
}

}  // namespace xp::XP_ISA
