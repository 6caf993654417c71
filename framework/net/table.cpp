#include "framework/net/table.h"

#include <fmt/format.h>

#include "framework/net/places.h"

namespace xp {
namespace {

/// "3×3/2, same": a window, its stride and its border, where they are not the common ones.
std::string window(const Net& n) {
  std::string out = fmt::format("{}×{}", n.kh, n.kw);
  if (n.step != 1) out += fmt::format("/{}", n.step);
  const bool has_border = n.kh > 1 || n.kw > 1 || n.step > 1;
  if (has_border && n.pad == Pad::none) out += " valid";
  if (has_border && n.pad == Pad::keras) out += " same";
  return out;
}

std::string convolution(const Net& n, Shape in) {
  const int out = n.out ? n.out : in.c, groups = n.groups ? n.groups : in.c;
  if (groups == in.c && groups > 1)
    return fmt::format("depthwise {}{}", window(n), out == in.c ? "" : fmt::format(", {}", out));
  return fmt::format("conv {}, {}{}", window(n), out, groups > 1 ? fmt::format(" in {} groups", groups) : "");
}

std::string described(const Net& n, Shape in) {
  switch (n.op) {
    case Op::identity: return "identity";
    case Op::conv: return convolution(n, in);
    case Op::batch_norm: return "batch norm";
    case Op::relu: return "relu";
    case Op::relu6: return "relu6";
    case Op::silu: return "silu";
    case Op::hard_swish: return "hard swish";
    case Op::sigmoid: return "sigmoid";
    case Op::tanh: return "tanh";
    case Op::softmax: return "softmax";
    case Op::max_pool: return "max pool " + window(n);
    case Op::avg_pool: return "mean pool " + window(n);
    case Op::global_pool: return "mean over positions";
    case Op::avg_max: return "mean and maximum over positions";
    case Op::sum_positions: return "sum over positions";
    case Op::channel_stats: return "mean and maximum over channels";
    case Op::swap: return "channels as rows";
    case Op::turn: return "axes turned";
    case Op::multi_head: return fmt::format("attention, {} head{}", n.heads, n.heads == 1 ? "" : "s");
    case Op::dropout: return fmt::format("dropout {:g}", n.rate);
    case Op::drop_path: return fmt::format("drop path {:g}", n.rate);
    case Op::linear: return fmt::format("linear, {}", n.out);
    case Op::custom: return n.name;
    case Op::seq: return "sequence";
    case Op::sum: return fmt::format("sum of {}", n.parts.size());
    case Op::cat: return fmt::format("cat of {}", n.parts.size());
    case Op::gate: return "gate";
    case Op::gate_axes: return "gate by rows and columns";
    case Op::aux: return fmt::format("auxiliary output, weight {:g}", n.rate);
  }
  return "";
}

void subtract(Cost& whole, const Cost& part) {
  whole.parameters -= part.parameters;
  whole.multiply_adds -= part.multiply_adds;
  whole.activations -= part.activations;
}

class Walk {
 public:
  explicit Walk(std::vector<LayerRow>& rows) : rows_(rows) {}

  Cost visit(const Net& net, Shape in, const std::string& place) {
    const Cost whole = measure(net, in);
    Cost own = whole;
    Shape before = in;
    for (std::size_t i = 0; i < net.parts.size(); ++i) {
      const Cost part = visit(net.parts[i], entering(net, i, in, before), place_of(place, i));
      subtract(own, part);
      before = part.out;
    }
    if (net.op != Op::identity && net.op != Op::seq) rows_.push_back({place, described(net, in), own});
    return whole;
  }

 private:
  std::vector<LayerRow>& rows_;
};

}  // namespace

LayerTable layers(const Net& net, Shape in) {
  LayerTable out{in, {}, {}};
  out.total = Walk(out.rows).visit(net, in, "");
  return out;
}

}  // namespace xp
