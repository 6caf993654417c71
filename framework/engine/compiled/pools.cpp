// Pooling over maps with channels innermost. CompiledNetwork once for each instruction set, like kernels.cpp. Gradients
// are gathered: each input position asks the windows that hold it, so that every number is written once, by one thread.
#include <algorithm>

#include "framework/engine/compiled/numbers.h"

namespace xp::XP_ISA {
namespace {

template <class T>
const T* at(const Rows& x, std::int64_t r) {
  return static_cast<const T*>(x.data) + r * x.stride;
}
template <class T>
T* own(const Rows& x, std::int64_t r) {
  return static_cast<T*>(x.data) + r * x.stride;
}

/// The part of a window along one side that lies inside the map.
struct Span {
  int from, to;
  Span(int out, int step, int before, int k, int size)
      : from(std::max(out * step - before, 0)), to(std::min(out * step - before + k, size)) {}
};
/// The windows along one side that hold a position.
struct Holders {
  int from, to;
  Holders(int at, int step, int before, int k, int outs)
      : from(std::max((at + before - k + step) / step, 0)), to(std::min((at + before) / step + 1, outs)) {
    if (at + before - k + step < 0) from = 0;
  }
};

typedef std::uint8_t Bytes __attribute__((vector_size(16)));

/// The number of a position within a window.
int place(const Window& w, int iy, int ix, int oy, int ox) {
  return (iy - oy * w.step + w.top) * w.kw + (ix - ox * w.step + w.left);
}

/// Calls work(image, y) for every row of every image.
template <class Work>
void over_lines(std::int64_t images, int lines, Work work) {
#pragma omp parallel for collapse(2) schedule(static)
  for (std::int64_t n = 0; n < images; ++n)
    for (int y = 0; y < lines; ++y) work(n, y);
}

template <class T>
void max_pool(Rows x, Rows out, std::uint8_t* chosen, std::int64_t images, int channels, const Window& w) {
  over_lines(images, w.out_h, [&](std::int64_t n, int oy) {
    const Span ys(oy, w.step, w.top, w.kh, w.h);
    for (int ox = 0; ox < w.out_w; ++ox) {
      const Span xs(ox, w.step, w.left, w.kw, w.w);
      const std::int64_t r = (n * w.out_h + oy) * w.out_w + ox;
      over_channels(channels, [&](int c, auto some) {
        Vector best = get(at<T>(x, (n * w.h + ys.from) * w.w + xs.from) + c, some);
        Integers which = Integers{} + place(w, ys.from, xs.from, oy, ox);
        for (int iy = ys.from; iy < ys.to; ++iy)
          for (int ix = xs.from; ix < xs.to; ++ix) {
            const Vector v = get(at<T>(x, (n * w.h + iy) * w.w + ix) + c, some);
            const Integers better = (v > best) | (v != v);  // NaN wins, as in LibTorch
            best = better ? v : best;
            which = better ? Integers{} + place(w, iy, ix, oy, ox) : which;
          }
        put(own<T>(out, r) + c, best, some);
        if (!chosen) return;
        const Bytes bytes = __builtin_convertvector(which, Bytes);
        std::memcpy(chosen + r * channels + c, &bytes, static_cast<std::size_t>(some));
      });
    }
  });
}

/// For each input position the sum over the windows that hold it, of what `share(gradient, row, c, n, iy, ix, oy, ox)`
/// gives for sixteen channels.
template <class T, class Share>
void gather(const std::vector<Rows>& g, Rows to, bool accumulate, std::int64_t images, int channels, const Window& w,
            Share share) {
  over_lines(images, w.h, [&](std::int64_t n, int iy) {
    const Holders ys(iy, w.step, w.top, w.kh, w.out_h);
    for (int ix = 0; ix < w.w; ++ix) {
      const Holders xs(ix, w.step, w.left, w.kw, w.out_w);
      T* o = own<T>(to, (n * w.h + iy) * w.w + ix);
      over_channels(channels, [&](int c, auto some) {
        Vector sum = accumulate ? get(o + c, some) : Vector{};
        for (int oy = ys.from; oy < ys.to; ++oy)
          for (int ox = xs.from; ox < xs.to; ++ox) {
            const std::int64_t r = (n * w.out_h + oy) * w.out_w + ox;
            for (const Rows& one : g) sum += share(get(at<T>(one, r) + c, some), r, c, some, iy, ix, oy, ox);
          }
        put(o + c, sum, some);
      });
    }
  });
}

template <class T>
void max_pool_gradient(const std::vector<Rows>& g, const std::uint8_t* chosen, Rows to, bool accumulate,
                       std::int64_t images, int channels, const Window& w) {
  gather<T>(g, to, accumulate, images, channels, w,
            [&](Vector d, std::int64_t r, int c, auto some, int iy, int ix, int oy, int ox) {
              Bytes bytes{};
              std::memcpy(&bytes, chosen + r * channels + c, static_cast<std::size_t>(some));
              const Integers which = __builtin_convertvector(bytes, Integers);
              return which == place(w, iy, ix, oy, ox) ? d : Vector{};
            });
}

/// What each number of a window counts.
float share_of(const Window& w, int oy, int ox) {
  const Span ys(oy, w.step, w.top, w.kh, w.h), xs(ox, w.step, w.left, w.kw, w.w);
  return 1.0f / static_cast<float>(w.counts_border ? w.kh * w.kw : (ys.to - ys.from) * (xs.to - xs.from));
}

template <class T>
void avg_pool(Rows x, Rows out, std::int64_t images, int channels, const Window& w) {
  over_lines(images, w.out_h, [&](std::int64_t n, int oy) {
    const Span ys(oy, w.step, w.top, w.kh, w.h);
    for (int ox = 0; ox < w.out_w; ++ox) {
      const Span xs(ox, w.step, w.left, w.kw, w.w);
      const float share = share_of(w, oy, ox);
      over_channels(channels, [&](int c, auto some) {
        Vector sum{};
        for (int iy = ys.from; iy < ys.to; ++iy)
          for (int ix = xs.from; ix < xs.to; ++ix) sum += get(at<T>(x, (n * w.h + iy) * w.w + ix) + c, some);
        put(own<T>(out, (n * w.out_h + oy) * w.out_w + ox) + c, sum * share, some);
      });
    }
  });
}

template <class T>
void avg_pool_gradient(const std::vector<Rows>& g, Rows to, bool accumulate, std::int64_t images, int channels,
                       const Window& w) {
  gather<T>(g, to, accumulate, images, channels, w,
            [&](Vector d, std::int64_t, int, auto, int, int, int oy, int ox) { return d * share_of(w, oy, ox); });
}

template <class T>
void fill(Kernels& k) {
  k.max_pool = max_pool<T>;
  k.max_pool_gradient = max_pool_gradient<T>;
  k.avg_pool = avg_pool<T>;
  k.avg_pool_gradient = avg_pool_gradient<T>;
}

}  // namespace

void add_pools(Kernels& k, Numbers numbers) { numbers == Numbers::bf16 ? fill<BFloat16>(k) : fill<float>(k); }

}  // namespace xp::XP_ISA
