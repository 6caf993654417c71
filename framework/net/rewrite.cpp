#include "framework/net/rewrite.h"

#include <algorithm>

namespace xp {
namespace {

class AttentionInBlocks {
 public:
  explicit AttentionInBlocks(const std::function<Net(int)>& attention) : attention_(attention) {}

  Net blocks(Net net, Shape in) {
    switch (net.op) {
      case Op::seq:
        if (!net.parts.empty() && joins(net.parts[0])) return ended(std::move(net), in);
        for (Net& part : net.parts) {
          const Shape out = measure(part, in).out;
          part = blocks(std::move(part), in);
          in = out;
        }
        return net;
      case Op::cat:
        if (joins(net)) return ended(std::move(net), in);
        [[fallthrough]];
      case Op::sum: net.parts.back() = ended(std::move(net.parts.back()), in); return net;
      default: return net;
    }
  }

  Net stages(Net net, Shape in) {
    for (Net& part : net.parts) {
      const Shape out = measure(part, in).out;
      if (part.op == Op::seq || out.h < in.h || out.w < in.w) part = ended(std::move(part), in);
      in = out;
    }
    return net;
  }

  int added = 0;

 private:
  /// Branches side by side, unlike the layer of a DenseNet, which hands its input on.
  static bool joins(const Net& net) {
    const auto is_identity = [](const Net& part) { return part.op == Op::identity; };
    return net.op == Op::cat && std::none_of(net.parts.begin(), net.parts.end(), is_identity);
  }

  /// With attention as its last layer; a path that is dropped as a whole is dropped with it.
  Net ended(Net net, Shape in) {
    ++added;
    Net attention = attention_(measure(net, in).out.c);
    attention.added = true;
    if (net.op != Op::seq) return seq({std::move(net), std::move(attention)});
    const bool dropped = !net.parts.empty() && net.parts.back().op == Op::drop_path;
    net.parts.insert(net.parts.end() - (dropped ? 1 : 0), std::move(attention));
    return net;
  }

  const std::function<Net(int)>& attention_;
};

}  // namespace

Net attention_in_blocks(const Net& features, Shape in, const std::function<Net(int)>& attention) {
  AttentionInBlocks rewrite(attention);
  Net net = rewrite.blocks(features, in);
  if (rewrite.added == 0) net = rewrite.stages(features, in);
  return net;
}

}  // namespace xp
