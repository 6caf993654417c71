// Pooling over maps with channels innermost. Compiled once for each instruction set, like kernels.cpp. Gradients
// are gathered: each input position asks the windows that hold it, so that every number is written once, by one thread.
#include <algorithm>

#include "framework/engine/compiled/numbers.h"

namespace xp::XP_ISA {
namespace {

/// Along one side of a map, worked out once a call: for each window the positions inside the map that it holds, for
/// each position the windows that hold it.
struct Side {
  struct Range {
    int from, to;
  };
  std::vector<Range> positions, windows;
  int step, before;

  Side(int size, int outs, int k, int step_, int before_)
      : positions(static_cast<std::size_t>(outs)),
        windows(static_cast<std::size_t>(size), {outs, 0}),
        step(step_),
        before(before_) {
    for (int o = 0; o < outs; ++o) {
      Range& held = positions[static_cast<std::size_t>(o)];
      held = {std::max(o * step - before, 0), std::min(o * step - before + k, size)};
      for (int i = held.from; i < held.to; ++i) {
        Range& by = windows[static_cast<std::size_t>(i)];
        by = {std::min(by.from, o), o + 1};
      }
    }
  }
  const Range& of_window(int o) const { return positions[static_cast<std::size_t>(o)]; }
  const Range& of_position(int i) const { return windows[static_cast<std::size_t>(i)]; }
  int held(int o) const { return of_window(o).to - of_window(o).from; }
  int place(int i, int o) const { return i - o * step + before; }  // within the window
};

struct Sides {
  Side y, x;
  const Window& w;
  explicit Sides(const Window& window)
      : y(window.h, window.out_h, window.kh, window.step, window.top),
        x(window.w, window.out_w, window.kw, window.step, window.left),
        w(window) {}
  int place(int iy, int ix, int oy, int ox) const { return y.place(iy, oy) * w.kw + x.place(ix, ox); }
  /// What each number of a window counts in its mean.
  float share(int oy, int ox) const {
    return 1.0f / static_cast<float>(w.counts_border ? w.kh * w.kw : y.held(oy) * x.held(ox));
  }
};

typedef std::uint8_t Bytes __attribute__((vector_size(16)));

/// Calls work(image, y) for every row of every image.
template <class Work>
void over_lines(std::int64_t images, int lines, Work work) {
#pragma omp parallel for collapse(2) schedule(static)
  for (std::int64_t n = 0; n < images; ++n)
    for (int y = 0; y < lines; ++y) work(n, y);
}

/// Some rows of numbers that are read together.
template <class T>
struct Together {
  const T* at[most_positions];
  std::int32_t place[most_positions];  // of the position within the window
  int count = 0;
  void add(const T* p, std::int32_t where = 0) {
    at[count] = p;
    place[count++] = where;
  }
};

template <class T>
void max_pool(Rows x, Rows out, std::uint8_t* chosen, std::int64_t images, int channels, const Window& w) {
  const Sides sides(w);
  over_lines(images, w.out_h, [&](std::int64_t n, int oy) {
    const auto [top, bottom] = sides.y.of_window(oy);
    for (int ox = 0; ox < w.out_w; ++ox) {
      const auto [left, right] = sides.x.of_window(ox);
      Together<T> inside;
      for (int iy = top; iy < bottom; ++iy)
        for (int ix = left; ix < right; ++ix)
          inside.add(row<T>(x, (n * w.h + iy) * w.w + ix), sides.place(iy, ix, oy, ox));
      const std::int64_t r = (n * w.out_h + oy) * w.out_w + ox;
      T* o = own_row<T>(out, r);
      over_channels(channels, [&](int c, auto some) {
        Vector best = get(inside.at[0] + c, some);
        Integers which = Integers{} + inside.place[0];
        for (int i = 1; i < inside.count; ++i) {
          const Vector v = get(inside.at[i] + c, some);
          const Integers better = (v > best) | (v != v);  // NaN wins, as in LibTorch
          best = better ? v : best;
          which = better ? Integers{} + inside.place[i] : which;
        }
        put(o + c, best, some);
        if (!chosen) return;
        const Bytes bytes = __builtin_convertvector(which, Bytes);
        std::memcpy(chosen + r * channels + c, &bytes, static_cast<std::size_t>(some));
      });
    }
  });
}

template <class T>
void max_pool_gradient(Rows g, const std::uint8_t* chosen, Rows to, bool accumulate, std::int64_t images, int channels,
                       const Window& w) {
  const Sides sides(w);
  over_lines(images, w.h, [&](std::int64_t n, int iy) {
    const auto [top, bottom] = sides.y.of_position(iy);
    for (int ix = 0; ix < w.w; ++ix) {
      const auto [left, right] = sides.x.of_position(ix);
      Together<T> windows;
      const std::uint8_t* choices[most_positions];
      for (int oy = top; oy < bottom; ++oy)
        for (int ox = left; ox < right; ++ox) {
          const std::int64_t r = (n * w.out_h + oy) * w.out_w + ox;
          choices[windows.count] = chosen + r * channels;
          windows.add(row<T>(g, r), sides.place(iy, ix, oy, ox));
        }
      if (accumulate && windows.count == 0) continue;
      T* o = own_row<T>(to, (n * w.h + iy) * w.w + ix);
      over_channels(channels, [&](int c, auto some) {
        Vector sum = accumulate ? get(o + c, some) : Vector{};
        for (int i = 0; i < windows.count; ++i) {
          Bytes bytes{};
          std::memcpy(&bytes, choices[i] + c, static_cast<std::size_t>(some));
          const Integers here = __builtin_convertvector(bytes, Integers) == windows.place[i];
          sum += here ? get(windows.at[i] + c, some) : Vector{};
        }
        put(o + c, sum, some);
      });
    }
  });
}

template <class T>
void avg_pool(Rows x, Rows out, std::int64_t images, int channels, const Window& w) {
  const Sides sides(w);
  over_lines(images, w.out_h, [&](std::int64_t n, int oy) {
    const auto [top, bottom] = sides.y.of_window(oy);
    for (int ox = 0; ox < w.out_w; ++ox) {
      const auto [left, right] = sides.x.of_window(ox);
      Together<T> inside;
      for (int iy = top; iy < bottom; ++iy)
        for (int ix = left; ix < right; ++ix) inside.add(row<T>(x, (n * w.h + iy) * w.w + ix));
      const float share = sides.share(oy, ox);
      T* o = own_row<T>(out, (n * w.out_h + oy) * w.out_w + ox);
      over_channels(channels, [&](int c, auto some) {
        Vector sum{};
        for (int i = 0; i < inside.count; ++i) sum += get(inside.at[i] + c, some);
        put(o + c, sum * share, some);
      });
    }
  });
}

template <class T>
void avg_pool_gradient(Rows g, Rows to, bool accumulate, std::int64_t images, int channels, const Window& w) {
  const Sides sides(w);
  over_lines(images, w.h, [&](std::int64_t n, int iy) {
    const auto [top, bottom] = sides.y.of_position(iy);
    for (int ix = 0; ix < w.w; ++ix) {
      const auto [left, right] = sides.x.of_position(ix);
      Together<T> windows;
      float shares[most_positions];
      for (int oy = top; oy < bottom; ++oy)
        for (int ox = left; ox < right; ++ox) {
          shares[windows.count] = sides.share(oy, ox);
          windows.add(row<T>(g, (n * w.out_h + oy) * w.out_w + ox));
        }
      if (accumulate && windows.count == 0) continue;
      T* o = own_row<T>(to, (n * w.h + iy) * w.w + ix);
      over_channels(channels, [&](int c, auto some) {
        Vector sum = accumulate ? get(o + c, some) : Vector{};
        for (int i = 0; i < windows.count; ++i) sum += get(windows.at[i] + c, some) * shares[i];
        put(o + c, sum, some);
      });
    }
  });
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
