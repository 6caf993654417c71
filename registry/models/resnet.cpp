#include "registry/models/flavour.h"

namespace xp {
namespace {

/// He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016. In a bottleneck torchvision strides
/// in the 3×3 convolution; Keras in the first, as published, and its convolutions have biases.
struct ResNet : Flavoured {
  static constexpr const char* doc = "Residual blocks of two or three convolutions (He et al. 2016).";
  static constexpr const char* inputs = "normalise.like = imagenet (torchvision) or caffe (keras)";
  int depth = 50;

  static void describe(Params<ResNet>& p) {
    p("depth", &ResNet::depth, "layers").one_of({"18", "34", "50", "101", "152"});
  }

  Net features() const override {                                              // 3×224×224 →
    Net net = seq({convolution(64, 7, 2), batch_norm, relu, max_pool(3, 2)});  // 64×56×56
    for (int stage = 0; stage < 4; ++stage)
      for (int i = 0; i < blocks(stage); ++i)
        net.parts.push_back(block(64 << stage, i == 0, i == 0 && stage > 0 ? 2 : 1));
    return keras() ? as_keras(net, 1.001e-5) : all_drawn(net, Init::he_out);  // 512 or 2048×7×7
  }

  Net head(int outputs) const override { return linear(outputs).drawn(keras() ? Init::glorot : Init::torch); }

  /// The same in torchvision and timm.
  std::vector<std::string> names(const std::string& source) const override {
    if ((source == "torchvision" || source == "timm") && !keras()) return torchvision_names();
    if (source == "keras" && keras() && bottleneck()) return keras_names();  // it has no shallower ones
    return {};
  }

 private:
  bool bottleneck() const { return depth >= 50; }

  Net convolution(int out, int k, int step) const {
    const Net layer = conv(out, k).stride(step);
    return keras() ? layer.bias() : layer;
  }
  Net unit(int out, int k, int step = 1) const { return seq({convolution(out, k, step), batch_norm}); }

  /// The first block of a stage projects its input where the shape changes.
  Net block(int width, bool first, int step) const {
    const int out = bottleneck() ? 4 * width : width, early = keras() ? step : 1;
    const Net skip = first && (bottleneck() || step > 1) ? unit(out, 1, step) : identity;
    const Net path = bottleneck() ? seq({unit(width, 1, early), relu, unit(width, 3, step / early), relu, unit(out, 1)})
                                  : seq({unit(width, 3, step), relu, unit(width, 3)});
    return seq({sum({skip, path}), relu});
  }
  bool projects(int stage, int i) const { return i == 0 && (bottleneck() || stage > 0); }

  int blocks(int stage) const {
    switch (depth) {
      case 18: return 2;
      case 34:
      case 50: return std::vector{3, 4, 6, 3}.at(static_cast<std::size_t>(stage));
      case 101: return std::vector{3, 4, 23, 3}.at(static_cast<std::size_t>(stage));
      default: return std::vector{3, 8, 36, 3}.at(static_cast<std::size_t>(stage));
    }
  }

  /// https://github.com/pytorch/vision, torchvision/models/resnet.py.
  std::vector<std::string> torchvision_names() const {
    std::vector<std::string> all{"conv1", "bn1"};
    for (int stage = 0; stage < 4; ++stage)
      for (int i = 0; i < blocks(stage); ++i) {
        const std::string at = "layer" + std::to_string(stage + 1) + "." + std::to_string(i) + ".";
        if (projects(stage, i)) append(all, at, {"downsample.0", "downsample.1"});
        append(all, at, {"conv1", "bn1", "conv2", "bn2"});
        if (bottleneck()) append(all, at, {"conv3", "bn3"});
      }
    all.push_back("fc");
    return all;
  }

  /// https://github.com/keras-team/keras, keras/src/applications/resnet.py.
  std::vector<std::string> keras_names() const {
    std::vector<std::string> all{"conv1_conv", "conv1_bn"};
    for (int stage = 0; stage < 4; ++stage)
      for (int i = 0; i < blocks(stage); ++i) {
        const std::string at = "conv" + std::to_string(stage + 2) + "_block" + std::to_string(i + 1);
        if (projects(stage, i)) append(all, at, {"_0_conv", "_0_bn"});
        append(all, at, {"_1_conv", "_1_bn", "_2_conv", "_2_bn", "_3_conv", "_3_bn"});
      }
    all.push_back("predictions");
    return all;
  }
};
XP_PLUGIN("resnet", ResNet)

}  // namespace
}  // namespace xp
