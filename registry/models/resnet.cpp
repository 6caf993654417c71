#include "framework/experiment.h"

namespace xp {
namespace {

/// He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016. In a bottleneck the 3×3 convolution
/// takes the stride, as in torchvision.
struct ResNet : Model {
  static constexpr const char* doc = "Residual blocks of two or three convolutions (He et al. 2016).";
  int depth = 50;

  static void describe(Params<ResNet>& p) {
    p("depth", &ResNet::depth, "layers").one_of({"18", "34", "50", "101", "152"});
  }

  Net features() const override {                                              // 3×224×224 →
    Net net = seq({conv(64, 7).stride(2), batch_norm, relu, max_pool(3, 2)});  // 64×56×56
    const std::vector<int> sizes = stages();
    for (int stage = 0; stage < 4; ++stage)
      for (int i = 0; i < sizes[static_cast<std::size_t>(stage)]; ++i)
        net.parts.push_back(block(64 << stage, i == 0, i == 0 && stage > 0 ? 2 : 1));
    return net;  // 512 or 2048×7×7
  }

 private:
  bool bottleneck() const { return depth >= 50; }

  /// The first block of a stage projects its input where the shape changes.
  Net block(int width, bool first, int step) const {
    const int out = bottleneck() ? 4 * width : width;
    const Net skip = first && (bottleneck() || step > 1) ? conv_bn(out, 1, step) : identity;
    const Net path = bottleneck() ? seq({conv_bn(width, 1), relu, conv_bn(width, 3, step), relu, conv_bn(out, 1)})
                                  : seq({conv_bn(width, 3, step), relu, conv_bn(width, 3)});
    return seq({sum({skip, path}), relu});
  }

  std::vector<int> stages() const {
    switch (depth) {
      case 18: return {2, 2, 2, 2};
      case 34:
      case 50: return {3, 4, 6, 3};
      case 101: return {3, 4, 23, 3};
      default: return {3, 8, 36, 3};
    }
  }
};
XP_PLUGIN("resnet", ResNet)

}  // namespace
}  // namespace xp
