#include <algorithm>

#include "registry/attention/odd.h"

namespace xp {
namespace {

struct Cbam : Attention {
  static constexpr const char* doc = "Weighs the channels, then the positions (Woo, Park, Lee, Kweon 2018).";
  int reduction = 16, kernel = 7;

  static void describe(Params<Cbam>& p) {
    p("reduction", &Cbam::reduction, "channels for each unit of the hidden layer").between(1, 1024);
    p("kernel", &Cbam::kernel, "side of the window over positions, odd").between(1, 31).unit("pixels");
  }

  /// One perceptron judges the mean and the maximum of each channel: the two are rows of a C×2×1 map, so that 1×1
  /// convolutions share their weights between them, and the two answers are summed.
  Net net(int c) const override {
    require_odd("cbam", kernel);
    const int hidden = std::max(1, c / reduction);
    const Net channels = seq({avg_max, conv(hidden, 1).bias(), relu, conv(c, 1).bias(), sum_positions, sigmoid});
    const Net positions = seq({channel_stats, conv(1, kernel), sigmoid});
    return seq({gate(channels), gate(positions)});
  }
};
XP_PLUGIN("cbam", Cbam)

}  // namespace
}  // namespace xp
