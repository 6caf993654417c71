#include "registry/attention/odd.h"

namespace xp {
namespace {

/// The second half of Woo, Park, Lee, Kweon, "CBAM: convolutional block attention module", ECCV 2018.
struct Spatial : Attention {
  static constexpr const char* doc = "Weighs the positions by their channels' mean and maximum (Woo et al. 2018).";
  int kernel = 7;

  static void describe(Params<Spatial>& p) {
    p("kernel", &Spatial::kernel, "side of the window over positions, odd").between(1, 31).unit("pixels");
  }

  /// 2·k² weights.
  Net net(int) const override {
    require_odd("spatial", kernel);
    return gate(seq({channel_stats, conv(1, kernel), sigmoid}));
  }
};
XP_PLUGIN("spatial", Spatial)

}  // namespace
}  // namespace xp
