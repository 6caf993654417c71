#include "framework/experiment.h"

namespace xp {
namespace {

Net unit(int out, int kh, int kw) { return seq({conv(out, kh, kw), batch_norm, relu}); }
Net unit(int out, int k) { return unit(out, k, k); }
Net valid(int out, int k, int step = 1) { return seq({conv(out, k).stride(step).valid(), batch_norm, relu}); }
Net halved() { return max_pool(3, 2).valid(); }
Net pooled(int out) { return seq({avg_pool(3, 1), unit(out, 1)}); }

// The blocks are named as torchvision names them.
Net mixed_a(int pool) {
  return cat(
      {unit(64, 1), seq({unit(48, 1), unit(64, 5)}), seq({unit(64, 1), unit(96, 3), unit(96, 3)}), pooled(pool)});
}

Net mixed_b() { return cat({valid(384, 3, 2), seq({unit(64, 1), unit(96, 3), valid(96, 3, 2)}), halved()}); }

/// 7×7 windows, factorised into rows and columns of c channels.
Net mixed_c(int c) {
  return cat({unit(192, 1),                                                                     //
              seq({unit(c, 1), unit(c, 1, 7), unit(192, 7, 1)}),                                //
              seq({unit(c, 1), unit(c, 7, 1), unit(c, 1, 7), unit(c, 7, 1), unit(192, 1, 7)}),  //
              pooled(192)});
}

Net mixed_d() {
  return cat({seq({unit(192, 1), valid(320, 3, 2)}),                                    //
              seq({unit(192, 1), unit(192, 1, 7), unit(192, 7, 1), valid(192, 3, 2)}),  //
              halved()});
}

Net mixed_e() {
  const Net split = cat({unit(384, 1, 3), unit(384, 3, 1)});
  return cat({unit(320, 1), seq({unit(384, 1), split}), seq({unit(448, 1), unit(384, 3), split}), pooled(192)});
}

/// Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, "Rethinking the Inception architecture for computer vision", CVPR 2016.
struct InceptionV3 : Model {
  static constexpr const char* doc =
      "Blocks of parallel, factorised convolutions, no auxiliary head (Szegedy et al. 2016).";

  Net features() const override {                                                   // 3×299×299 →
    return seq({valid(32, 3, 2), valid(32, 3), unit(64, 3), halved(),               // 64×73×73
                unit(80, 1), valid(192, 3), halved(),                               // 192×35×35
                mixed_a(32), mixed_a(64), mixed_a(64), mixed_b(),                   // 768×17×17
                mixed_c(128), mixed_c(160), mixed_c(160), mixed_c(192), mixed_d(),  // 1280×8×8
                mixed_e(), mixed_e()});                                             // 2048×8×8
  }
};
XP_PLUGIN("inception_v3", InceptionV3)

}  // namespace
}  // namespace xp
