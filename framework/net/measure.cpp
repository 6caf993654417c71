#include "framework/net/measure.h"

#include <fmt/format.h>

#include <vector>

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
      case Op::batch_norm: cost.parameters += (n.has_scale ? 2 : 1) * in.c; return kept(in);
      case Op::relu:
      case Op::relu6:
      case Op::silu:
      case Op::hard_swish:
      case Op::sigmoid:
      case Op::tanh:
      case Op::softmax:
      case Op::dropout:
      case Op::drop_path: return kept(in);
      case Op::max_pool:
      case Op::avg_pool: return kept({in.c, shrunk(in.h, n.kh, n), shrunk(in.w, n.kw, n)});
      case Op::global_pool:
      case Op::sum_positions: return kept({in.c, 1, 1});
      case Op::avg_max: return kept({in.c, 2, 1});
      case Op::channel_stats: return kept({2, in.h, in.w});
      case Op::swap: return swapped(in);
      case Op::turn: return kept({in.w, in.c, in.h});
      case Op::multi_head: return attended(n, in);
      case Op::linear: return fully_connected(n, in);
      case Op::custom: return customised(n, in);
      case Op::seq:
        for (const Net& part : n.parts) in = leave(part, in);
        return in;
      case Op::sum: return added(n, in);
      case Op::cat: return joined(n, in);
      case Op::gate: return gated(in, {leave(n.parts.at(0), in)});
      case Op::gate_axes: return gated_by_axes(n, in);
      case Op::aux: leave(n.parts.at(0), in); return in;
    }
    return in;
  }

 private:
  static int shrunk(int size, int k, const Net& n) {
    if (n.pad == Pad::keras) return (size + n.step - 1) / n.step;
    const int padded = size + (n.pad == Pad::half ? 2 * ((k - 1) / 2) : 0);
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

  Shape swapped(Shape in) {
    if (in.w != 1) throw Error(fmt::format("only a map of one column can swap channels and rows, not {}", text(in)));
    return kept({in.h, in.c, 1});
  }

  /// Two products of all positions with all positions, for every channel.
  Shape attended(const Net& n, Shape in) {
    if (in.c % 3 || in.c / 3 % n.heads)
      throw Error(fmt::format("{} channels are not queries, keys and values of {} heads", in.c, n.heads));
    const std::int64_t positions = std::int64_t{in.h} * in.w;
    cost.multiply_adds += 2 * positions * positions * (in.c / 3);
    cost.activations += n.heads * positions * positions;
    return kept({in.c / 3, in.h, in.w});
  }

  Shape customised(const Net& n, Shape in) {
    for (const CustomWeight& w : n.weights) {
      std::int64_t size = 1;
      for (int extent : w.shape) size *= extent;
      cost.parameters += size;
    }
    return kept(in);
  }

  Shape gated(Shape in, const std::vector<Shape>& gates) {
    const auto fits = [](int gate, int size) { return gate == 1 || gate == size; };
    for (const Shape& by : gates)
      if (!fits(by.c, in.c) || !fits(by.h, in.h) || !fits(by.w, in.w))
        throw Error(fmt::format("a gate of {} does not fit {}", text(by), text(in)));
    return kept(in);
  }

  Shape gated_by_axes(const Net& n, Shape in) {
    const Shape both = leave(n.parts.at(0), kept({in.c, in.h + in.w, 1}));
    if (both.h != in.h + in.w || both.w != 1)
      throw Error(fmt::format("what is shared must keep its {} positions, it leaves {}", in.h + in.w, text(both)));
    return gated(in, {leave(n.parts.at(1), {both.c, in.h, 1}), leave(n.parts.at(2), {both.c, 1, in.w})});
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
