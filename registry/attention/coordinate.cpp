#include <algorithm>

#include "framework/experiment.h"

namespace xp {
namespace {

/// Hou, Zhou, Feng, "Coordinate attention for efficient mobile network design", CVPR 2021.
struct Coordinate : Attention {
  static constexpr const char* doc = "Weighs each channel's rows and columns by their means (Hou, Zhou, Feng 2021).";
  int reduction = 32;

  static void describe(Params<Coordinate>& p) {
    p("reduction", &Coordinate::reduction, "channels for each unit of the hidden layer, which has at least 8")
        .between(1, 1024);
  }

  /// 3·C·m weights for m hidden units, m + 2·C biases and BatchNorm's 2·m.
  Net net(int c) const override {
    const int hidden = std::max(8, c / reduction);
    const Net by_axis = seq({conv(c, 1).bias(), sigmoid});
    return gate_axes(seq({conv(hidden, 1).bias(), batch_norm, hard_swish}), by_axis, by_axis);
  }
};
XP_PLUGIN("coordinate", Coordinate)

}  // namespace
}  // namespace xp
