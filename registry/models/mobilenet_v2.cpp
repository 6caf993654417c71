#include <algorithm>
#include <cmath>

#include "registry/models/flavour.h"

namespace xp {
namespace {

/// Sandler, Howard, Zhu, Zhmoginov, Chen, "MobileNetV2: inverted residuals and linear bottlenecks", CVPR 2018.
struct MobileNetV2 : Flavoured {
  static constexpr const char* doc =
      "Narrow residual blocks that widen inside, for small devices (Sandler et al. 2018).";
  static constexpr const char* inputs = "normalise.like = imagenet (torchvision) or its default, -1…1 (keras)";
  double width = 1;

  static void describe(Params<MobileNetV2>& p) {
    p("width", &MobileNetV2::width, "factor for the channels of every layer").between(0.1, 4);
  }

  Net features() const override {  // 3×224×224 →
    int channels = divisible(32 * width);
    Net net = seq({unit(conv(channels, 3), 2)});  // 32×112×112
    for (const Stage& stage : stages)
      for (int i = 0; i < stage.blocks; ++i) {
        const int out = divisible(keras() ? std::floor(stage.channels * width) : stage.channels * width);
        net.parts.push_back(block(channels, out, i == 0 ? stage.step : 1, stage.widening));
        channels = out;
      }
    net.parts.push_back(unit(conv(divisible(1280 * std::max(1.0, width)), 1), 1));  // 1280×7×7
    return keras() ? as_keras(net, 1e-3, 0.001) : all_drawn(net, Init::he_out);
  }

  Net head(int outputs) const override {
    return keras() ? linear(outputs).drawn(Init::glorot) : linear(outputs).drawn(Init::normal, 0.01);
  }

  std::vector<std::string> names(const std::string& source) const override {
    if (source == "torchvision" && !keras()) return torchvision_names();
    if (source == "keras" && keras()) return keras_names();
    return {};
  }

 private:
  struct Stage {
    int widening, channels, blocks, step;  // t, c, n, s of the paper's table 2
  };
  static constexpr Stage stages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                     {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};

  /// The nearest multiple of 8 that is at least nine tenths of it, as the authors' code rounds.
  static int divisible(double channels) {
    const int near = std::max(8, static_cast<int>(channels + 4) / 8 * 8);
    return near < 0.9 * channels ? near + 8 : near;
  }

  /// Keras' "same" padding differs from half a window where the convolution strides.
  Net unit(const Net& layer, int step) const {
    return seq({layer.stride(step).padded(keras() && step > 1 ? Pad::keras : Pad::half), batch_norm, relu6});
  }

  Net block(int in, int out, int step, int widening) const {
    Net path = widening > 1 ? seq({unit(conv(in * widening, 1), 1)}) : seq({});
    path.parts.insert(path.parts.end(), {unit(depthwise(3), step), conv(out, 1), batch_norm});
    return step == 1 && in == out ? sum({identity, path}) : path;
  }

  /// https://github.com/pytorch/vision, torchvision/models/mobilenetv2.py: the first of the 17 blocks does not widen.
  static std::vector<std::string> torchvision_names() {
    std::vector<std::string> all{"features.0.0", "features.0.1"};
    append(all, "features.1.conv.", {"0.0", "0.1", "1", "2"});
    for (int i = 2; i <= 17; ++i)
      append(all, "features." + std::to_string(i) + ".conv.", {"0.0", "0.1", "1.0", "1.1", "2", "3"});
    append(all, "", {"features.18.0", "features.18.1", "classifier.1"});
    return all;
  }

  /// https://github.com/keras-team/keras, keras/src/applications/mobilenet_v2.py.
  static std::vector<std::string> keras_names() {
    const std::vector<std::string> last{"depthwise", "depthwise_BN", "project", "project_BN"};
    std::vector<std::string> all{"Conv1", "bn_Conv1"};
    append(all, "expanded_conv_", last);
    for (int i = 1; i <= 16; ++i) {
      const std::string at = "block_" + std::to_string(i) + "_";
      append(all, at, {"expand", "expand_BN"});
      append(all, at, last);
    }
    append(all, "", {"Conv_1", "Conv_1_bn", "predictions"});
    return all;
  }
};
XP_PLUGIN("mobilenet_v2", MobileNetV2)

}  // namespace
}  // namespace xp
