#include "framework/experiment.h"

namespace xp {
namespace {

/// Huang, Liu, van der Maaten, Weinberger, "Densely connected convolutional networks", CVPR 2017: DenseNet-BC.
struct DenseNet : Model {
  static constexpr const char* doc = "Every layer sees the maps of all before it in its block (Huang et al. 2017).";
  int depth = 121, growth = 32;

  static void describe(Params<DenseNet>& p) {
    p("depth", &DenseNet::depth, "layers").one_of({"121", "169", "201"});
    p("growth", &DenseNet::growth, "channels that a layer adds").between(1, 256);
  }

  Net features() const override {                                                 // 3×224×224 →
    const Net layer = cat({identity, seq({batch_norm, relu, conv(4 * growth, 1),  //
                                          batch_norm, relu, conv(growth, 3)})});
    int channels = 2 * growth;
    Net net = seq({conv(channels, 7).stride(2), batch_norm, relu, max_pool(3, 2)});  // 64×56×56
    const std::vector<int> sizes = blocks();
    for (std::size_t b = 0; b < sizes.size(); ++b) {
      if (b) net.parts.push_back(seq({batch_norm, relu, conv(channels /= 2, 1), avg_pool(2, 2)}));
      net.parts.push_back(times(sizes[b], layer));
      channels += sizes[b] * growth;
    }
    net.parts.push_back(seq({batch_norm, relu}));  // 1024×7×7 at depth 121
    return net;
  }

 private:
  std::vector<int> blocks() const {
    switch (depth) {
      case 121: return {6, 12, 24, 16};
      case 169: return {6, 12, 32, 32};
      default: return {6, 12, 48, 32};
    }
  }
};
XP_PLUGIN("densenet", DenseNet)

}  // namespace
}  // namespace xp
