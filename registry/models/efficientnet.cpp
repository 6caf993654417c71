#include <cmath>

#include "registry/models/flavour.h"

namespace xp {
namespace {

/// Tan, Le, "EfficientNet: rethinking model scaling for convolutional neural networks", ICML 2019.
struct EfficientNet : Flavoured {
  static constexpr const char* doc = "MobileNet's blocks with gated channels, scaled as one (Tan and Le 2019).";
  static constexpr const char* inputs = "normalise.like = imagenet";
  std::string variant = "b0";

  static void describe(Params<EfficientNet>& p) {
    p("variant", &EfficientNet::variant, "size of the published family").one_of({"b0"});
  }

  Net features() const override {           // 3×224×224 →
    Net net = seq({unit(conv(32, 3), 2)});  // 32×112×112
    int channels = 32, number = 0;
    for (const Stage& stage : stages) {
      Net blocks = seq({});
      for (int i = 0; i < stage.blocks; ++i, channels = stage.channels)
        blocks.parts.push_back(block(channels, stage, i == 0 ? stage.step : 1, 0.2 * number++ / 16));
      net.parts.push_back(blocks);
    }
    net.parts.push_back(unit(conv(1280, 1), 1));  // 1280×7×7
    return keras() ? drawn_as_keras(net) : all_drawn(net, Init::he_out);
  }

  Net head(int outputs) const override { return linear(outputs).drawn(Init::uniform, 1 / std::sqrt(outputs)); }

  std::vector<std::string> names(const std::string& source) const override {
    if (source == "torchvision" && !keras()) return torchvision_names();
    if (source == "keras" && keras()) return keras_names();
    return {};
  }

 private:
  struct Stage {
    int widening, window, channels, blocks, step;  // the paper's table 1
  };
  static constexpr Stage stages[] = {{1, 3, 16, 1, 1},  {6, 3, 24, 2, 2},  {6, 5, 40, 2, 2}, {6, 3, 80, 3, 2},
                                     {6, 5, 112, 3, 1}, {6, 5, 192, 4, 2}, {6, 3, 320, 1, 1}};

  /// Keras' "same" padding differs from half a window where the convolution strides.
  Net unit(const Net& layer, int step) const {
    return seq({layer.stride(step).padded(keras() && step > 1 ? Pad::keras : Pad::half), batch_norm, silu});
  }

  /// The gate's hidden layer has a quarter of the channels that enter the block. A block that keeps the shape is
  /// dropped as a whole with a probability that grows with its depth.
  Net block(int in, const Stage& stage, int step, double dropped) const {
    const int wide = in * stage.widening;
    const Net squeeze = seq({global_pool, conv(in / 4, 1).bias(), silu, conv(wide, 1).bias(), sigmoid});
    Net path = wide > in ? seq({unit(conv(wide, 1), 1)}) : seq({});
    path.parts.insert(path.parts.end(),
                      {unit(depthwise(stage.window), step), gate(squeeze), conv(stage.channels, 1), batch_norm});
    if (step > 1 || in != stage.channels) return path;
    path.parts.push_back(drop_path(dropped));
    return sum({identity, path});
  }

  /// Keras draws by variance 2 / fan-out, redraws what lies beyond two deviations and makes up for the variance lost
  /// (0.8796 of the deviation is left). Of a depthwise kernel it counts the window alone.
  Net drawn_as_keras(const Net& net) const {
    return each_layer(as_keras(net), [](Net& layer) {
      const int fan_out = layer.kh * layer.kw * (layer.groups == 0 ? 1 : layer.out);
      if (layer.op == Op::conv) layer = layer.drawn(Init::truncated, std::sqrt(2.0 / fan_out) / 0.87962566103423978);
    });
  }

  /// https://github.com/pytorch/vision, torchvision/models/efficientnet.py: the first block does not widen.
  static std::vector<std::string> torchvision_names() {
    std::vector<std::string> all{"features.0.0", "features.0.1"};
    for (int s = 0; s < 7; ++s)
      for (int i = 0; i < stages[s].blocks; ++i) {
        const std::string at = "features." + std::to_string(s + 1) + "." + std::to_string(i) + ".block.";
        if (s == 0)
          append(all, at, {"0.0", "0.1", "1.fc1", "1.fc2", "2.0", "2.1"});
        else
          append(all, at, {"0.0", "0.1", "1.0", "1.1", "2.fc1", "2.fc2", "3.0", "3.1"});
      }
    append(all, "", {"features.8.0", "features.8.1", "classifier.1"});
    return all;
  }

  /// https://github.com/keras-team/keras, keras/src/applications/efficientnet.py: "block2a", "block2b", …
  static std::vector<std::string> keras_names() {
    std::vector<std::string> all{"stem_conv", "stem_bn"};
    for (int s = 0; s < 7; ++s)
      for (int i = 0; i < stages[s].blocks; ++i) {
        const std::string at = "block" + std::to_string(s + 1) + static_cast<char>('a' + i) + "_";
        if (s > 0) append(all, at, {"expand_conv", "expand_bn"});
        append(all, at, {"dwconv", "bn", "se_reduce", "se_expand", "project_conv", "project_bn"});
      }
    append(all, "", {"top_conv", "top_bn", "predictions"});
    return all;
  }
};
XP_PLUGIN("efficientnet", EfficientNet)

}  // namespace
}  // namespace xp
