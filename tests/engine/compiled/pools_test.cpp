// Pooling and its gradients against the plain layer: every padding and stride, odd numbers of channels, maps within
// wider ones.
#include "tests/engine/compiled/rows.h"

#include <catch2/catch.hpp>

#include "framework/net/border.h"
#include "framework/engine/network/network.h"

using namespace xp;
using namespace xp::test;

namespace {

constexpr std::int64_t images = 2;

std::vector<Net> pools() {
  std::vector<Net> all;
  for (const Op op : {Op::max_pool, Op::avg_pool})
    for (const Pad pad : {Pad::none, Pad::half, Pad::keras})
      for (const int step : {1, 2, 3})
        for (const auto& [kh, kw] : {std::pair{2, 2}, {3, 3}, {3, 2}, {1, 5}}) {
          Net n = layer(op).padded(pad).stride(step);
          n.kh = kh, n.kw = kw;
          all.push_back(n);
        }
  return all;
}

std::string text(const Net& n, const Shape& s) {
  return (n.op == Op::max_pool ? "max " : "mean ") + std::to_string(n.kh) + "x" + std::to_string(n.kw) + "/" +
         std::to_string(n.step) + " pad " + std::to_string(static_cast<int>(n.pad)) + " of " + xp::text(s);
}

/// Rows of channels ↔ images×C×H×W.
Tensor as_map(const Tensor& rows, const Shape& s) { return rows.view({images, s.h, s.w, s.c}).permute({0, 3, 1, 2}); }
Tensor as_rows(const Tensor& map) { return map.permute({0, 2, 3, 1}).reshape({-1, map.size(1)}); }

struct Pooling {
  Pooling(const Net& net, Shape from, Numbers of, int beside, Kernels (*set)(Numbers) = plain::all_kernels)
      : n(net),
        in(from),
        out(measure(net, from).out),
        numbers(of),
        k(set(of)),
        sized_in{of, images * from.h * from.w, from.c, beside, set},
        sized_out{of, images * out.h * out.w, out.c, beside, set},
        window{in.h,
               in.w,
               out.h,
               out.w,
               n.kh,
               n.kw,
               n.step,
               Border(n, in.h, n.kh).before,
               Border(n, in.w, n.kw).before,
               n.pad != Pad::keras} {}

  bool max() const { return n.op == Op::max_pool; }

  Tensor plain(const Tensor& x) const {
    const Network network(seq({n, identity, identity, identity, identity}), in, 1, at::kCPU);
    return network.map(x, true);
  }

  Net n;
  Shape in, out;
  Numbers numbers;
  Kernels k;
  Size sized_in, sized_out;
  Window window;
};

/// Forward and backward, checked; what came out.
std::vector<Tensor> checked(const Pooling& p) {
  const Kernels& k = p.k;
  // Few different numbers, so that many windows have several maxima: the first of them gets the gradient.
  const Field x(p.sized_in, at::randint(-3, 4, {p.sized_in.rows, p.in.c}).to(at::kFloat)), y(p.sized_out);
  std::vector<std::uint8_t> chosen(static_cast<std::size_t>(p.sized_out.rows * p.out.c));
  if (p.max())
    k.max_pool(x.rows(), y.rows(), chosen.data(), images, p.in.c, p.window);
  else
    k.avg_pool(x.rows(), y.rows(), images, p.in.c, p.window);
  const Tensor leaf = as_map(x.values(), p.in).clone().requires_grad_();
  const Tensor want = p.plain(leaf);
  CHECK(error(y.values(), as_rows(want)) < (p.max() ? 1e-12 : allowed(p.numbers)));
  CHECK(y.kept_its_neighbours());
  std::vector<Tensor> all{y.values()};
  if (p.max()) {  // for inference nothing is remembered
    k.max_pool(x.rows(), y.rows(), nullptr, images, p.in.c, p.window);
    CHECK(at::equal(y.values(), all[0]));
  }
  const Field g = Field::random(p.sized_out);
  want.backward(as_map(g.values(), p.out));
  for (const bool accumulates : {false, true}) {
    const Field to = accumulates ? Field::random(p.sized_in) : Field(p.sized_in);
    const Tensor before = to.values();
    if (p.max())
      k.max_pool_gradient(g.rows(), chosen.data(), to.rows(), accumulates, images, p.in.c, p.window);
    else
      k.avg_pool_gradient(g.rows(), to.rows(), accumulates, images, p.in.c, p.window);
    const Tensor made = as_rows(leaf.grad());
    CHECK(error(to.values(), accumulates ? made + before : made) < allowed(p.numbers));
    CHECK(to.kept_its_neighbours());
    all.push_back(to.values());
  }
  return all;
}

}  // namespace

TEST_CASE("pools and their gradients are LibTorch's") {
  at::manual_seed(1);
  for (const auto set : instruction_sets())
    for (const Numbers numbers : {Numbers::f32, Numbers::bf16})
      for (const Net& n : pools())
        for (const Shape& s : {Shape{1, 5, 5}, Shape{3, 9, 7}, Shape{17, 8, 8}, Shape{24, 5, 6}, Shape{40, 6, 5}}) {
          INFO(text(n, s) << (numbers == Numbers::bf16 ? ", bf16" : ", fp32"));
          checked({n, s, numbers, s.c == 24 ? 8 : 0, set});
        }
}

TEST_CASE("a window that holds something that is no number has it as its maximum") {
  Tensor x = at::zeros({images * 9, 17});
  x[4].fill_(std::nan(""));
  const Pooling p(max_pool(2, 1).valid(), {17, 3, 3}, Numbers::f32, 0);
  const Field in(p.sized_in, x), out(p.sized_out);
  kernels(p.numbers).max_pool(in.rows(), out.rows(), nullptr, images, 17, p.window);
  CHECK(out.values().narrow(0, 0, 4).isnan().all().item<bool>());  // the middle of the first image is in every window
  CHECK_FALSE(out.values().narrow(0, 4, 4).isnan().any().item<bool>());
}

TEST_CASE("the number of threads changes no bit of a pool") {
  const int before = at::get_num_threads();
  for (const Net& n : {max_pool(3, 2), avg_pool(3, 1), avg_pool(3, 2).padded(Pad::keras)}) {
    std::vector<std::vector<Tensor>> runs;
    for (const int threads : {1, 2}) {
      at::set_num_threads(threads);
      at::manual_seed(2);
      runs.push_back(checked({n, {24, 30, 31}, Numbers::f32, 0}));
    }
    for (std::size_t i = 0; i < runs[0].size(); ++i) CHECK(at::equal(runs[0][i], runs[1][i]));
  }
  at::set_num_threads(before);
}
