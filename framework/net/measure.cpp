#include "framework/net/measure.h"

#include <fmt/format.h>

#include "framework/base/error.h"

namespace xp {
namespace {

class Measure {
 public:
  Cost cost;

  Shape leave(const Net& n, Shape in) {
    switch (n.op) {
      case Op::identity: return in;
      case Op::conv: return convolution(n, in);
      case Op::batch_norm: cost.parameters += 2 * in.c; return kept(in);
      case Op::relu:
      case Op::sigmoid:
      case Op::dropout: return kept(in);
      case Op::max_pool:
      case Op::avg_pool: return kept({in.c, shrunk(in.h, n.kh, n), shrunk(in.w, n.kw, n)});
      case Op::global_pool:
      case Op::sum_positions: return kept({in.c, 1, 1});
      case Op::avg_max: return kept({in.c, 2, 1});
      case Op::channel_stats: return kept({2, in.h, in.w});
      case Op::linear: return fully_connected(n, in);
      case Op::seq:
        for (const Net& part : n.parts) in = leave(part, in);
        return in;
      case Op::sum: return added(n, in);
      case Op::cat: return joined(n, in);
      case Op::gate: return gated(n, in);
    }
    return in;
  }

 private:
  static int shrunk(int size, int k, const Net& n) {
    const int padded = size + (n.same ? 2 * ((k - 1) / 2) : 0);
    if (padded < k) throw Error(fmt::format("a {}×{} window does not fit a map of {} pixels", n.kh, n.kw, size));
    return (padded - k) / n.step + 1;
  }

  Shape kept(Shape s) {
    cost.activations += std::int64_t{s.c} * s.h * s.w;
    return s;
  }

  Shape convolution(const Net& n, Shape in) {
    const int out = n.out ? n.out : in.c, groups = n.groups ? n.groups : in.c;
    if (in.c % groups || out % groups)
      throw Error(fmt::format("{} input and {} output channels do not divide into {} groups", in.c, out, groups));
    const std::int64_t kernel = std::int64_t{out} * (in.c / groups) * n.kh * n.kw;
    const Shape s{out, shrunk(in.h, n.kh, n), shrunk(in.w, n.kw, n)};
    cost.parameters += kernel + (n.has_bias ? out : 0);
    cost.multiply_adds += kernel * s.h * s.w;
    return kept(s);
  }

  Shape fully_connected(const Net& n, Shape in) {
    const std::int64_t kernel = std::int64_t{n.out} * in.c * in.h * in.w;
    cost.parameters += kernel + (n.has_bias ? n.out : 0);
    cost.multiply_adds += kernel;
    return kept({n.out, 1, 1});
  }

  Shape added(const Net& n, Shape in) {
    const Shape first = leave(n.parts.at(0), in);
    for (std::size_t i = 1; i < n.parts.size(); ++i)
      if (const Shape s = leave(n.parts[i], in); s != first)
        throw Error(fmt::format("a sum of {} and {}: the branches must agree", text(first), text(s)));
    return kept(first);
  }

  Shape joined(const Net& n, Shape in) {
    Shape all = leave(n.parts.at(0), in);
    for (std::size_t i = 1; i < n.parts.size(); ++i) {
      const Shape s = leave(n.parts[i], in);
      if (s.h != all.h || s.w != all.w)
        throw Error(
            fmt::format("branches of {} and {} cannot be joined: the maps must agree in size", text(all), text(s)));
      all.c += s.c;
    }
    return kept(all);
  }

  Shape gated(const Net& n, Shape in) {
    const Shape by = leave(n.parts.at(0), in);
    const auto fits = [](int gate, int size) { return gate == 1 || gate == size; };
    if (!fits(by.c, in.c) || !fits(by.h, in.h) || !fits(by.w, in.w))
      throw Error(fmt::format("a gate of {} does not fit {}", text(by), text(in)));
    return kept(in);
  }
};

}  // namespace

std::string text(const Shape& s) { return fmt::format("{}×{}×{}", s.c, s.h, s.w); }

Cost measure(const Net& net, Shape in) {
  Measure m;
  m.cost.out = m.leave(net, in);
  return m.cost;
}

}  // namespace xp
