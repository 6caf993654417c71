// Compiled once for each instruction set, with XP_ISA as its name: see kernels_choice.cpp.
#include "framework/engine/compiled/kernels.h"

#include <algorithm>
#include <cstring>

#include "framework/engine/compiled/numbers.h"

namespace xp::XP_ISA {
namespace {

/// Rows are cut into so many pieces at most, each summed on its own.
constexpr std::int64_t most_pieces = 64, rows_of_a_piece = 64;
/// Below so many numbers, one thread is faster.
constexpr std::int64_t worth_sharing = 1 << 14;

std::int64_t pieces_of(std::int64_t rows) { return std::clamp<std::int64_t>(rows / rows_of_a_piece, 1, most_pieces); }

/// Calls work(first, last) for about equal ranges of rows, in threads.
template <class Work>
void over_rows(std::int64_t rows, std::int64_t channels, Work work) {
  const std::int64_t block = std::clamp<std::int64_t>(worth_sharing / std::max<std::int64_t>(channels, 1), 1, 256);
  const std::int64_t blocks = (rows + block - 1) / block;
#pragma omp parallel for schedule(static) if (rows * channels > worth_sharing)
  for (std::int64_t b = 0; b < blocks; ++b) work(b * block, std::min(rows, (b + 1) * block));
}

/// Sums of two quantities a channel over rows: `add(first, last, sums)` adds those of some rows to sums[0…2·channels).
/// The pieces are fixed by the number of rows alone and are added up in order, in double precision.
template <class Add>
void sums_over_rows(std::int64_t rows, int channels, double* first, double* second, Add add) {
  const std::int64_t pieces = pieces_of(rows);
  std::vector<float> partial(static_cast<std::size_t>(pieces * 2 * channels));
#pragma omp parallel for schedule(static) if (rows * channels > worth_sharing)
  for (std::int64_t p = 0; p < pieces; ++p)
    add(rows * p / pieces, rows * (p + 1) / pieces, partial.data() + p * 2 * channels);
  std::fill(first, first + channels, 0.0);
  std::fill(second, second + channels, 0.0);
  for (std::int64_t p = 0; p < pieces; ++p) {
    const float* s = partial.data() + p * 2 * channels;
    for (int c = 0; c < channels; ++c) first[c] += s[c], second[c] += s[channels + c];
  }
}

template <class T>
void statistics(Rows x, std::int64_t rows, int channels, float* mean, float* variance) {
  std::vector<double> sum(static_cast<std::size_t>(channels)), square(static_cast<std::size_t>(channels));
  const T* origin = row<T>(x, 0);  // near the mean: squares then do not cancel
  sums_over_rows(rows, channels, sum.data(), square.data(), [&](std::int64_t from, std::int64_t to, float* s) {
    float* q = s + channels;
    for (std::int64_t r = from; r < to; ++r) {
      const T* in = row<T>(x, r);
      over_channels(channels, [&](int c, auto n) {
        const Vector d = get(in + c, n) - get(origin + c, n);
        put(s + c, get(s + c, n) + d, n);
        put(q + c, get(q + c, n) + d * d, n);
      });
    }
  });
  const double n = static_cast<double>(rows);
  for (int c = 0; c < channels; ++c) {
    const double m = sum[static_cast<std::size_t>(c)] / n;
    mean[c] = static_cast<float>(get(origin + c, 1)[0] + m);
    variance[c] = static_cast<float>(std::max(square[static_cast<std::size_t>(c)] / n - m * m, 0.0));
  }
}

template <class T, int K, Act A>
void combine_of(const std::vector<Term>& t, Rows out, std::int64_t rows, int channels) {
  over_rows(rows, channels, [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t r = from; r < to; ++r) {
      const T* x0 = row<T>(t[0].x, r);
      const T* x1 = row<T>(t[K > 1 ? 1 : 0].x, r);
      const T* x2 = row<T>(t[K > 2 ? 2 : 0].x, r);
      const float *s0 = t[0].scale, *b0 = t[0].shift, *s1 = t[K > 1 ? 1 : 0].scale, *b1 = t[K > 1 ? 1 : 0].shift,
                  *s2 = t[K > 2 ? 2 : 0].scale, *b2 = t[K > 2 ? 2 : 0].shift;
      T* o = own_row<T>(out, r);
      over_channels(channels, [&](int c, auto n) {
        Vector z = get(x0 + c, n) * get(s0 + c, n) + get(b0 + c, n);
        if constexpr (K > 1) z += get(x1 + c, n) * get(s1 + c, n) + get(b1 + c, n);
        if constexpr (K > 2) z += get(x2 + c, n) * get(s2 + c, n) + get(b2 + c, n);
        put(o + c, value<A>(z), n);
      });
    }
  });
}

template <class T, int K>
void combine_with(const std::vector<Term>& t, Act act, Rows out, std::int64_t rows, int channels) {
  switch (act) {
    case Act::none: return combine_of<T, K, Act::none>(t, out, rows, channels);
    case Act::relu: return combine_of<T, K, Act::relu>(t, out, rows, channels);
    case Act::relu6: return combine_of<T, K, Act::relu6>(t, out, rows, channels);
    case Act::silu: return combine_of<T, K, Act::silu>(t, out, rows, channels);
    case Act::hard_swish: return combine_of<T, K, Act::hard_swish>(t, out, rows, channels);
  }
}

template <class T>
void combine(const std::vector<Term>& t, Act act, Rows out, std::int64_t rows, int channels) {
  if (t.size() == 1) return combine_with<T, 1>(t, act, out, rows, channels);
  if (t.size() == 2) return combine_with<T, 2>(t, act, out, rows, channels);
  combine_with<T, 3>(t, act, out, rows, channels);
}

/// How the slope of the activation is known.
enum class From { none, out, term };

template <class T, int G, From F, Act A, bool Sums>
void slope_sums_of(const std::vector<Rows>& g, const Term& t, Rows out, Rows masked, const float* mean, float* sum,
                   float* product, std::int64_t rows, int channels) {
  std::vector<double> first(static_cast<std::size_t>(channels)), second(static_cast<std::size_t>(channels));
  const auto pass = [&](std::int64_t from, std::int64_t to, float* s) {
    float* q = s + channels;
    for (std::int64_t r = from; r < to; ++r) {
      const T *g0 = row<T>(g[0], r), *g1 = row<T>(g[G > 1 ? 1 : 0], r), *g2 = row<T>(g[G > 2 ? 2 : 0], r),
              *g3 = row<T>(g[G > 3 ? 3 : 0], r);
      const T* x = row<T>(t.x, r);
      const T* o = F == From::out ? row<T>(out, r) : x;
      T* m = masked.data ? own_row<T>(masked, r) : nullptr;
      const auto loop = [&](auto writes) {
        over_channels(channels, [&](int c, auto n) {
          Vector d = get(g0 + c, n);
          if constexpr (G > 1) d += get(g1 + c, n);
          if constexpr (G > 2) d += get(g2 + c, n);
          if constexpr (G > 3) d += get(g3 + c, n);
          if constexpr (F == From::out)
            d = sloped<A>(d, get(o + c, n));  // positive where the sum was; below 6 likewise
          if constexpr (F == From::term) d = sloped<A>(d, get(x + c, n) * get(t.scale + c, n) + get(t.shift + c, n));
          if constexpr (Sums) {
            put(s + c, get(s + c, n) + d, n);
            put(q + c, get(q + c, n) + d * (get(x + c, n) - get(mean + c, n)), n);
          }
          if constexpr (writes.value) put(m + c, d, n);
        });
      };
      m ? loop(std::true_type()) : loop(std::false_type());
    }
  };
  if constexpr (Sums) {
    sums_over_rows(rows, channels, first.data(), second.data(), pass);
    for (int c = 0; c < channels; ++c) {
      sum[c] = static_cast<float>(first[static_cast<std::size_t>(c)]);
      product[c] = static_cast<float>(second[static_cast<std::size_t>(c)]);
    }
  } else {
    over_rows(rows, channels, [&](std::int64_t from, std::int64_t to) { pass(from, to, nullptr); });
  }
}

template <class T, int G, From F, Act A>
void slope_sums_with(const std::vector<Rows>& g, const Term& t, Rows out, Rows masked, const float* mean, float* sum,
                     float* product, std::int64_t rows, int channels) {
  sum ? slope_sums_of<T, G, F, A, true>(g, t, out, masked, mean, sum, product, rows, channels)
      : slope_sums_of<T, G, F, A, false>(g, t, out, masked, mean, sum, product, rows, channels);
}

template <class T, int G>
void slope_sums_from(const std::vector<Rows>& g, const Term& t, Act act, Rows out, Rows masked, const float* mean,
                     float* sum, float* product, std::int64_t rows, int channels) {
  const auto with = [&]<From F, Act A>() {
    slope_sums_with<T, G, F, A>(g, t, out, masked, mean, sum, product, rows, channels);
  };
  switch (act) {
    case Act::none: return with.template operator()<From::none, Act::none>();
    case Act::relu:
      return out.data ? with.template operator()<From::out, Act::relu>()
                      : with.template operator()<From::term, Act::relu>();
    case Act::relu6:
      return out.data ? with.template operator()<From::out, Act::relu6>()
                      : with.template operator()<From::term, Act::relu6>();
    case Act::silu: return with.template operator()<From::term, Act::silu>();
    case Act::hard_swish: return with.template operator()<From::term, Act::hard_swish>();
  }
}

template <class T>
void slope_sums(const std::vector<Rows>& g, const std::vector<Term>& t, Act act, Rows out, Rows masked,
                const float* mean, float* sum, float* product, std::int64_t rows, int channels) {
  switch (g.size()) {
    case 1: return slope_sums_from<T, 1>(g, t[0], act, out, masked, mean, sum, product, rows, channels);
    case 2: return slope_sums_from<T, 2>(g, t[0], act, out, masked, mean, sum, product, rows, channels);
    case 3: return slope_sums_from<T, 3>(g, t[0], act, out, masked, mean, sum, product, rows, channels);
    default: return slope_sums_from<T, 4>(g, t[0], act, out, masked, mean, sum, product, rows, channels);
  }
}

template <class T>
void products(Rows g, Rows x, const float* mean, float* product, std::int64_t rows, int channels) {
  std::vector<float> sum(static_cast<std::size_t>(channels));
  slope_sums_of<T, 1, From::none, Act::none, true>({g}, {x, nullptr, nullptr}, {}, {}, mean, sum.data(), product, rows,
                                                   channels);
}

template <class T, Act A, bool Accumulate>
void normalised_gradient_of(Rows g, const Term& t, const float* a, const float* b, const float* c0, Rows to,
                            std::int64_t rows, int channels) {
  over_rows(rows, channels, [&](std::int64_t from, std::int64_t last) {
    for (std::int64_t r = from; r < last; ++r) {
      const T *d = row<T>(g, r), *x = row<T>(t.x, r);
      T* o = own_row<T>(to, r);
      over_channels(channels, [&](int c, auto n) {
        Vector e = get(d + c, n);
        const Vector v = get(x + c, n);
        if constexpr (A != Act::none) e = sloped<A>(e, v * get(t.scale + c, n) + get(t.shift + c, n));
        Vector z = get(a + c, n) * e + (get(b + c, n) * v + get(c0 + c, n));
        if constexpr (Accumulate) z += get(o + c, n);
        put(o + c, z, n);
      });
    }
  });
}

template <class T>
void normalised_gradient(Rows g, const Term& t, Act act, const float* a, const float* b, const float* c, Rows to,
                         bool accumulate, std::int64_t rows, int channels) {
  const auto with = [&]<Act A>() {
    accumulate ? normalised_gradient_of<T, A, true>(g, t, a, b, c, to, rows, channels)
               : normalised_gradient_of<T, A, false>(g, t, a, b, c, to, rows, channels);
  };
  switch (act) {
    case Act::none: return with.template operator()<Act::none>();
    case Act::relu: return with.template operator()<Act::relu>();
    case Act::relu6: return with.template operator()<Act::relu6>();
    case Act::silu: return with.template operator()<Act::silu>();
    case Act::hard_swish: return with.template operator()<Act::hard_swish>();
  }
}

template <class T>
void add(const std::vector<Rows>& from, Rows to, bool accumulate, std::int64_t rows, int channels) {
  over_rows(rows, channels, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t r = first; r < last; ++r) {
      T* o = own_row<T>(to, r);
      if (from.size() == 1 && !accumulate) {
        std::memcpy(o, row<T>(from[0], r), static_cast<std::size_t>(channels) * sizeof(T));
        continue;
      }
      const T *x0 = row<T>(from[0], r), *x1 = accumulate ? o : row<T>(from[1], r);
      over_channels(channels, [&](int c, auto n) {
        Vector z = get(x0 + c, n) + get(x1 + c, n);
        for (std::size_t i = accumulate ? 1 : 2; i < from.size(); ++i) z += get(row<T>(from[i], r) + c, n);
        put(o + c, z, n);
      });
    }
  });
}

}  // namespace

template <class T>
Kernels elementwise() {
  Kernels k{};
  k.statistics = statistics<T>;
  k.combine = combine<T>;
  k.slope_sums = slope_sums<T>;
  k.products = products<T>;
  k.normalised_gradient = normalised_gradient<T>;
  k.add = add<T>;
  return k;
}

void add_pools(Kernels& k, Numbers numbers);  // pools.cpp

Kernels all_kernels(Numbers numbers) {
  Kernels k = numbers == Numbers::bf16 ? elementwise<BFloat16>() : elementwise<float>();
  add_pools(k, numbers);
  return k;
}

}  // namespace xp::XP_ISA
