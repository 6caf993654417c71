#include <cmath>

#include "registry/attention/odd.h"

namespace xp {
namespace {

/// Wang, Wu, Zhu, Li, Zuo, Hu, "ECA-Net: efficient channel attention for deep convolutional neural networks", CVPR
/// 2020.
struct Eca : Attention {
  static constexpr const char* doc =
      "Weighs each channel by its neighbours, with a handful of weights (Wang et al. 2020).";
  int kernel = 0;

  static void describe(Params<Eca>& p) {
    p("kernel", &Eca::kernel, "channels that a weight is judged by, odd; 0: by their number, as published")
        .between(0, 63)
        .unit("channels");
  }

  /// k weights: a convolution along the channels.
  Net net(int c) const override {
    if (kernel) require_odd("eca", kernel);
    const int k = kernel ? kernel : adaptive(c);
    return gate(seq({global_pool, swap_axes, conv(1, k, 1), swap_axes, sigmoid}));
  }

 private:
  /// The paper's equation 12 with γ = 2 and b = 1: log2(C) / γ + b / γ, made odd as in the authors' code, upwards.
  static int adaptive(int c) {
    const int k = static_cast<int>((std::log2(c) + 1) / 2);
    return k % 2 ? k : k + 1;
  }
};
XP_PLUGIN("eca", Eca)

}  // namespace
}  // namespace xp
