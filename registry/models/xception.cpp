#include "registry/models/flavour.h"

namespace xp {
namespace {

/// Chollet, "Xception: deep learning with depthwise separable convolutions", CVPR 2017. The Keras flavour is the
/// author's own; torchvision has none, its flavour is that of the weights' port to PyTorch, which timm ships.
struct Xception : Flavoured {
  static constexpr const char* doc = "Residual blocks of depthwise-separable convolutions (Chollet 2017).";
  static constexpr const char* inputs = "-1…1, the default of normalise";
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
    const Net net = seq({entry, times(middle, repeat), narrowing(relu, 728, 1024),  // 1024×10×10
                         separable(1536), relu, separable(2048), relu});            // 2048×10×10
    return keras() ? as_keras(net) : all_drawn(net, Init::he_out);
  }

  Net head(int outputs) const override { return linear(outputs).drawn(keras() ? Init::glorot : Init::torch); }

  std::vector<std::string> names(const std::string& source) const override {
    if (middle != 8) return {};
    if (source == "timm" && !keras()) return timm_names();
    if (source == "keras" && keras()) return keras_names();
    return {};
  }

 private:
  /// A block that halves the map; the first of all starts on a map that is already rectified. Keras' "same" pooling
  /// has its odd row and column of border after the map.
  Net narrowing(const Net& start, int first, int out) const {
    const Net half = max_pool(3, 2).padded(keras() ? Pad::keras : Pad::half);
    return sum({conv_bn(out, 1, 2), seq({start, separable(first), relu, separable(out), half})});
  }

  /// https://github.com/huggingface/pytorch-image-models, timm/models/xception.py. In a block the layers are numbered
  /// with its ReLUs among them; the first block begins without one.
  static std::vector<std::string> timm_names() {
    std::vector<std::string> all{"conv1", "bn1", "conv2", "bn2"};
    for (int block = 1; block <= 12; ++block) {
      const std::string at = "block" + std::to_string(block) + ".";
      const bool narrows = block <= 3 || block == 12;
      if (narrows) append(all, at, {"skip", "skipbn"});
      for (int i = 0; i < (narrows ? 2 : 3); ++i) {
        const int number = 3 * i + (block == 1 ? 0 : 1);
        const std::string layer = at + "rep." + std::to_string(number);
        append(all, "", {layer + ".conv1", layer + ".pointwise", at + "rep." + std::to_string(number + 1)});
      }
    }
    append(all, "", {"conv3.conv1", "conv3.pointwise", "bn3", "conv4.conv1", "conv4.pointwise", "bn4", "fc"});
    return all;
  }

  /// https://github.com/keras-team/keras, keras/src/applications/xception.py. A separable convolution is one layer
  /// there; the convolutions that skip a block have no names, and Keras counts such layers itself.
  static std::vector<std::string> keras_names() {
    std::vector<std::string> all{"block1_conv1", "block1_conv1_bn", "block1_conv2", "block1_conv2_bn"};
    int unnamed = 0;
    for (int block = 2; block <= 14; ++block) {
      const bool narrows = block <= 4 || block == 13;
      const std::string count = unnamed == 0 ? "" : "_" + std::to_string(unnamed);
      if (narrows) append(all, "", {"conv2d" + count, "batch_normalization" + count}), ++unnamed;
      for (int i = 1; i <= (narrows || block == 14 ? 2 : 3); ++i) {
        const std::string layer = "block" + std::to_string(block) + "_sepconv" + std::to_string(i);
        append(all, layer, {"", "", "_bn"});
      }
    }
    all.push_back("predictions");
    return all;
  }
};
XP_PLUGIN("xception", Xception)

}  // namespace
}  // namespace xp
