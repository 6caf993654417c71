#include "framework/experiment.h"

namespace xp {
namespace {

/// Chollet, "Xception: deep learning with depthwise separable convolutions", CVPR 2017.
struct Xception : Model {
  static constexpr const char* doc = "Residual blocks of depthwise-separable convolutions (Chollet 2017).";
  int middle = 8;

  static void describe(Params<Xception>& p) {
    p("middle", &Xception::middle, "blocks in the middle flow").between(0, 32);
  }

  Net features() const override {                                                     // 3×299×299 →
    const Net entry = seq({conv(32, 3).stride(2).valid(), batch_norm, relu,           // 32×149×149
                           conv(64, 3).valid(), batch_norm, relu,                     // 64×147×147
                           narrowing(identity, 128, 128), narrowing(relu, 256, 256),  // 256×37×37
                           narrowing(relu, 728, 728)});                               // 728×19×19
    const Net repeat = sum({identity, seq({relu, separable(728), relu, separable(728), relu, separable(728)})});
    return seq({entry, times(middle, repeat), narrowing(relu, 728, 1024),  // 1024×10×10
                separable(1536), relu, separable(2048), relu});            // 2048×10×10
  }

 private:
  /// A block that halves the map; the first of all starts on a map that is already rectified.
  static Net narrowing(const Net& start, int first, int out) {
    return sum({conv_bn(out, 1, 2), seq({start, separable(first), relu, separable(out), max_pool(3, 2)})});
  }
};
XP_PLUGIN("xception", Xception)

}  // namespace
}  // namespace xp
