#include <cmath>

#include "registry/models/flavour.h"

namespace xp {
namespace {

/// Huang, Liu, van der Maaten, Weinberger, "Densely connected convolutional networks", CVPR 2017: DenseNet-BC.
struct DenseNet : Flavoured {
  static constexpr const char* doc = "Every layer sees the maps of all before it in its block (Huang et al. 2017).";
  static constexpr const char* inputs = "normalise.like = imagenet";
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
    for (int block = 0; block < 4; ++block) {
      if (block) net.parts.push_back(seq({batch_norm, relu, conv(channels /= 2, 1), avg_pool(2, 2)}));
      net.parts.push_back(times(layers(block), layer));
      channels += layers(block) * growth;
    }
    net.parts.push_back(seq({batch_norm, relu}));  // 1024×7×7 at depth 121
    return keras() ? as_keras(net, 1.001e-5) : all_drawn(net, Init::he_in);
  }

  /// torch's own draw for a linear layer, with biases of 0.
  Net head(int outputs) const override {
    if (keras()) return linear(outputs).drawn(Init::glorot);
    return linear(outputs).drawn(Init::uniform, 1 / std::sqrt(measure(features(), {3, 224, 224}).out.c));
  }

  /// The same in torchvision and timm.
  std::vector<std::string> names(const std::string& source) const override {
    if (growth != 32) return {};
    if ((source == "torchvision" || source == "timm") && !keras()) return torchvision_names();
    if (source == "keras" && keras()) return keras_names();
    return {};
  }

 private:
  int layers(int block) const {
    switch (block) {
      case 0: return 6;
      case 1: return 12;
      case 2: return depth == 121 ? 24 : depth == 169 ? 32 : 48;
      default: return depth == 121 ? 16 : 32;
    }
  }

  /// https://github.com/pytorch/vision, torchvision/models/densenet.py.
  std::vector<std::string> torchvision_names() const {
    std::vector<std::string> all{"features.conv0", "features.norm0"};
    for (int block = 0; block < 4; ++block) {
      const std::string at = "features.denseblock" + std::to_string(block + 1) + ".denselayer";
      if (block) append(all, "features.transition" + std::to_string(block), {".norm", ".conv"});
      for (int i = 1; i <= layers(block); ++i)
        append(all, at + std::to_string(i), {".norm1", ".conv1", ".norm2", ".conv2"});
    }
    append(all, "", {"features.norm5", "classifier"});
    return all;
  }

  /// https://github.com/keras-team/keras, keras/src/applications/densenet.py.
  std::vector<std::string> keras_names() const {
    std::vector<std::string> all{"conv1_conv", "conv1_bn"};
    for (int block = 0; block < 4; ++block) {
      const std::string at = "conv" + std::to_string(block + 2) + "_block";
      if (block) append(all, "pool" + std::to_string(block + 1), {"_bn", "_conv"});
      for (int i = 1; i <= layers(block); ++i)
        append(all, at + std::to_string(i), {"_0_bn", "_1_conv", "_1_bn", "_2_conv"});
    }
    append(all, "", {"bn", "predictions"});
    return all;
  }
};
XP_PLUGIN("densenet", DenseNet)

}  // namespace
}  // namespace xp
