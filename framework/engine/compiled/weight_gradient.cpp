// A product of matrices whose left one, the windows of x, is never written whole. A kernel's row and a position of the
// output name one contiguous slice of x: kernel_width × in_channels numbers. Positions go in pairs, interleaved into
// panels that stay in the cache.
#include "framework/engine/compiled/weight_gradient.h"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include "framework/engine/compiled/pair_products.h"

namespace xp {
namespace {

constexpr int pairs_at_once = 96;
constexpr int widest_slice = 512, widest_out = 288;  // of one tile: its panels take 300 KiB
constexpr int fewest_tasks = 24;
constexpr std::int64_t fewest_positions = 512;  // of one piece
constexpr std::int64_t most_partial_sums = 1 << 20;
constexpr int ahead = 16;  // positions, to be fetched

std::int64_t up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// A pointwise convolution is one row of all positions.
ConvolutionShape flat(ConvolutionShape c) {
  if (c.kernel_height != 1 || c.kernel_width != 1 || c.stride != 1 || c.above != 0 || c.left != 0) return c;
  const std::int64_t positions = c.images * c.out_height * c.out_width;
  c.images = c.in_height = c.out_height = 1, c.in_width = c.out_width = positions;
  return c;
}

/// Equal parts, in whole vectors, of at most `most`.
struct Ranges {
  Ranges(std::int64_t all, std::int64_t most)
      : size(all), width(up(up(all, up(all, most)), lanes) * lanes), parts(up(all, width)) {}
  std::int64_t from(std::int64_t i) const { return i * width; }
  std::int64_t to(std::int64_t i) const { return std::min(size, (i + 1) * width); }
  std::int64_t size, width, parts;
};

/// How the work is cut: tiles of the result, and pieces of the positions where there are few tiles.
struct Cut {
  explicit Cut(const ConvolutionShape& c)
      : slices(c.kernel_width * c.in_channels, widest_slice), outs(c.out_channels, widest_out) {
    together = c.stride == 1 && c.kernel_height > 1 && c.kernel_height * c.out_channels <= widest_out;
    tiles = (together ? 1 : c.kernel_height) * slices.parts * outs.parts;
    weights = c.out_channels * c.kernel_height * slices.size;
    rows = together ? c.in_height : c.out_height;
    positions = c.images * rows * c.out_width;
    pieces = std::min({up(fewest_tasks, tiles), positions / fewest_positions, 1 + most_partial_sums / weights});
    const std::int64_t unit = c.images * rows > 1 ? c.out_width : 2;  // whole rows, or whole pairs
    piece = up(up(positions, std::max<std::int64_t>(1, pieces)), unit) * unit;
    pieces = up(positions, piece);
  }
  Ranges slices, outs;
  bool together;      // a row of x meets all rows of the kernel at once, and is interleaved once
  std::int64_t rows;  // of an image: of x where together, else of g
  std::int64_t tiles, weights, positions, pieces, piece;
};

/// The processor's own prefetching loses the stream whenever a panel is multiplied.
void fetch(const Half* from, std::int64_t n) {
  for (std::int64_t i = 0; i < n; i += 64 / static_cast<std::int64_t>(sizeof(Half))) __builtin_prefetch(from + i);
}

/// The interleaved pairs of one thread, block after block, and what lies beyond the map's border.
struct Panels {
  void fit(std::int64_t slice) {
    for (std::vector<Half>& e : edges) e.assign(static_cast<std::size_t>(slice), 0);
    zeros.assign(static_cast<std::size_t>(std::max<std::int64_t>(slice, widest_out)), 0);
  }
  struct Panel {
    explicit Panel(std::int64_t width)
        : data(static_cast<Pair*>(operator new(sizeof(Pair) * pairs_at_once * width, std::align_val_t(64)))) {}
    ~Panel() { operator delete(data, std::align_val_t(64)); }
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    Pair* data;
  };
  Panel x{widest_slice}, g{widest_out};
  std::vector<Half> edges[2], zeros;
};

class Tile {
 public:
  Tile(const ConvolutionShape& c, const Cut& cut, std::int64_t tile, Panels& panels, const Half* x, const Half* g,
       float* dw)
      : c_(c), cut_(cut), panels_(panels), x_(x), g_(g), dw_(dw) {
    first_row_ = cut.together ? 0 : tile % c.kernel_height, rows_ = cut.together ? c.kernel_height : 1;
    if (!cut.together) tile /= c.kernel_height;
    const std::int64_t s = tile % cut.slices.parts, o = tile / cut.slices.parts;
    slice_ = cut.slices.from(s), slice_width_ = cut.slices.to(s) - slice_;
    out_ = cut.outs.from(o), out_width_ = cut.outs.to(o) - out_;
    blocks_ = blocks(slice_width_ / lanes);
  }

  /// The sums over the positions from `at` up to `end`.
  void run(std::int64_t at, std::int64_t end) {
    while (at < end) {
      const std::int64_t row = at / c_.out_width, image = row / cut_.rows, y = row % cut_.rows;
      const std::int64_t stop = std::min(end, (row + 1) * c_.out_width);
      const std::int64_t in = cut_.together ? y : y * c_.stride + first_row_ - c_.above;
      if (in >= 0 && in < c_.in_height)
        for (std::int64_t column = at - row * c_.out_width, last = stop - row * c_.out_width; column < last;
             column += 2)
          pair(image, y, in, column, column + 1 < last);
      at = stop;
    }
    multiply();
  }

 private:
  void pair(std::int64_t image, std::int64_t y, std::int64_t in, std::int64_t column, bool two) {
    const std::int64_t row = image * c_.in_height + in;
    const Half* zeros = panels_.zeros.data();
    for (std::int64_t k = 0; k < rows_; ++k) {
      const std::int64_t out = cut_.together ? y + c_.above - k : y;
      const Half* g = g_ + ((image * c_.out_height + out) * c_.out_width + column) * c_.out_channels + out_;
      const bool beyond = out < 0 || out >= c_.out_height;
      if (!beyond && k == 0)
        for (std::int64_t next : {ahead, ahead + 1}) fetch(g + next * c_.out_channels, out_width_);
      interleave(beyond ? zeros : g, beyond || !two ? zeros : g + c_.out_channels, out_width_,
                 panels_.g.data + (k * out_width_ * pairs_at_once + pairs_ * lanes), pairs_at_once * lanes);
    }
    const std::int64_t fresh = c_.stride * c_.in_channels;
    const Half* next = x_ + (row * c_.in_width + (column + ahead) * c_.stride) * c_.in_channels + slice_;
    for (const Half* from : {next, next + fresh}) fetch(from, std::min(slice_width_, fresh));
    const Half *a = slice(row, column, 0), *b = two ? slice(row, column + 1, 1) : zeros;
    for (const Block& k : blocks_)
      interleave(a + k.at * lanes, b + k.at * lanes, k.width * lanes,
                 panels_.x.data + (k.at * pairs_at_once + pairs_ * k.width) * lanes, lanes);
    if (++pairs_ == pairs_at_once) multiply();
  }

  /// What the kernel's row sees of x at a position; a copy where it reaches beyond the border.
  const Half* slice(std::int64_t row, std::int64_t out, int which) {
    const std::int64_t column = out * c_.stride - c_.left, channels = c_.in_channels;
    const Half* from = x_ + (row * c_.in_width + column) * channels;
    if (column >= 0 && column + c_.kernel_width <= c_.in_width) return from + slice_;
    std::vector<Half>& edge = panels_.edges[which];
    std::fill(edge.begin(), edge.end(), Half{0});
    const std::int64_t first = std::max<std::int64_t>(0, -column),
                       last = std::min<std::int64_t>(c_.kernel_width, c_.in_width - column);
    if (first < last) std::copy(from + first * channels, from + last * channels, edge.begin() + first * channels);
    return edge.data() + slice_;
  }

  void multiply() {
    if (pairs_ == 0 && !first_) return;
    const std::int64_t stride = c_.kernel_height * cut_.slices.size;
    for (const Block& b : blocks_)
      for (std::int64_t k = 0; k < rows_; ++k)
        for (std::int64_t o = 0; o < out_width_; o += lanes)
          b.sixteen(panels_.g.data + (k * out_width_ + o) * pairs_at_once,
                    panels_.x.data + b.at * pairs_at_once * lanes, pairs_,
                    dw_ + (out_ + o) * stride + (first_row_ + k) * cut_.slices.size + slice_ + b.at * lanes, stride,
                    first_);
    pairs_ = 0, first_ = false;
  }

  const ConvolutionShape& c_;
  const Cut& cut_;
  Panels& panels_;
  const Half *x_, *g_;
  float* dw_;
  std::int64_t first_row_, rows_, slice_, slice_width_, out_, out_width_;
  std::vector<Block> blocks_;
  int pairs_ = 0;
  bool first_ = true;
};

}  // namespace

bool has_weight_gradient(const ConvolutionShape& c) {
  return has_pair_products() && c.in_channels % lanes == 0 && c.out_channels % lanes == 0;
}

std::size_t weight_gradient_scratch(const ConvolutionShape& c) {
  const Cut cut(flat(c));
  return static_cast<std::size_t>((cut.pieces - 1) * cut.weights) * sizeof(float);
}

void weight_gradient(const ConvolutionShape& shape, const void* x, const void* g, float* dw, void* scratch) {
  const ConvolutionShape c = flat(shape);
  const Cut cut(c);
  float* partial = static_cast<float*>(scratch);
#pragma omp parallel
  {
    static thread_local Panels panels;
    panels.fit(cut.slices.size);
#pragma omp for schedule(dynamic, 1)
    for (std::int64_t task = 0; task < cut.tiles * cut.pieces; ++task) {
      const std::int64_t piece = task / cut.tiles, at = piece * cut.piece;
      Tile tile(c, cut, task % cut.tiles, panels, static_cast<const Half*>(x), static_cast<const Half*>(g),
                piece == 0 ? dw : partial + (piece - 1) * cut.weights);
      tile.run(at, std::min(at + cut.piece, cut.positions));
    }
#pragma omp for schedule(static)
    for (std::int64_t i = 0; i < cut.weights; i += 1024)
      for (std::int64_t piece = 1; piece < cut.pieces; ++piece)
        for (std::int64_t j = i; j < std::min(i + 1024, cut.weights); ++j)
          dw[j] += partial[(piece - 1) * cut.weights + j];
  }
}

}  // namespace xp
