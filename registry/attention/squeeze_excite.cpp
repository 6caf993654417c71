#include <algorithm>

#include "framework/experiment.h"

namespace xp {
namespace {

struct SqueezeExcite : Attention {
  static constexpr const char* doc = "Weighs the channels by what they hold over the whole image (Hu, Shen, Sun 2018).";
  int reduction = 16;

  static void describe(Params<SqueezeExcite>& p) {
    p("reduction", &SqueezeExcite::reduction, "channels for each unit of the hidden layer").between(1, 1024);
  }

  /// 2·C²/r weights, and a bias for each unit as in torchvision, timm and Keras.
  Net net(int c) const override {
    const int hidden = std::max(1, c / reduction);
    return gate(seq({global_pool, conv(hidden, 1).bias(), relu, conv(c, 1).bias(), sigmoid}));
  }
};
XP_PLUGIN("squeeze_excite", SqueezeExcite)

}  // namespace
}  // namespace xp
