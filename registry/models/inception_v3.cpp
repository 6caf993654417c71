#include "registry/models/flavour.h"

namespace xp {
namespace {

Net unit(int out, int kh, int kw) { return seq({conv(out, kh, kw), batch_norm, relu}); }
Net unit(int out, int k) { return unit(out, k, k); }
Net valid(int out, int k, int step = 1) { return seq({conv(out, k).stride(step).valid(), batch_norm, relu}); }
Net halved() { return max_pool(3, 2).valid(); }
Net pooled(int out) { return seq({avg_pool(3, 1), unit(out, 1)}); }

// The blocks are named as torchvision names them. Each is a sequence: what comes after its branches is put there.
Net mixed_a(int pool) {
  return seq({cat(
      {unit(64, 1), seq({unit(48, 1), unit(64, 5)}), seq({unit(64, 1), unit(96, 3), unit(96, 3)}), pooled(pool)})});
}

Net mixed_b() { return seq({cat({valid(384, 3, 2), seq({unit(64, 1), unit(96, 3), valid(96, 3, 2)}), halved()})}); }

/// 7×7 windows, factorised into rows and columns of c channels.
Net mixed_c(int c) {
  return seq({cat({unit(192, 1),                                                                     //
                   seq({unit(c, 1), unit(c, 1, 7), unit(192, 7, 1)}),                                //
                   seq({unit(c, 1), unit(c, 7, 1), unit(c, 1, 7), unit(c, 7, 1), unit(192, 1, 7)}),  //
                   pooled(192)})});
}

Net mixed_d() {
  return seq({cat({seq({unit(192, 1), valid(320, 3, 2)}),                                    //
                   seq({unit(192, 1), unit(192, 1, 7), unit(192, 7, 1), valid(192, 3, 2)}),  //
                   halved()})});
}

Net mixed_e() {
  const Net split = cat({unit(384, 1, 3), unit(384, 3, 1)});
  return seq({cat({unit(320, 1), seq({unit(384, 1), split}), seq({unit(448, 1), unit(384, 3), split}), pooled(192)})});
}

/// Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, "Rethinking the Inception architecture for computer vision", CVPR 2016.
struct InceptionV3 : Flavoured {
  static constexpr const char* doc = "Blocks of parallel, factorised convolutions (Szegedy et al. 2016).";
  static constexpr const char* inputs = "-1…1, the default of normalise";
  bool auxiliary = false;

  static void describe(Params<InceptionV3>& p) {
    p("auxiliary", &InceptionV3::auxiliary,
      "in training a second head on the last 17×17 map, 0.3 times its loss added; needs images of 299 pixels");
  }

  Net features() const override {                                                           // 3×299×299 →
    Net net = seq({valid(32, 3, 2), valid(32, 3), unit(64, 3), halved(),                    // 64×73×73
                   unit(80, 1), valid(192, 3), halved(),                                    // 192×35×35
                   mixed_a(32), mixed_a(64), mixed_a(64), mixed_b(),                        // 768×17×17
                   mixed_c(128), mixed_c(160), mixed_c(160), with_auxiliary(mixed_c(192)),  //
                   mixed_d(), mixed_e(), mixed_e()});                                       // 2048×8×8
    return keras() ? keras_details(net) : net_of_torchvision(net);
  }

  /// torchvision truncates at ±2, twenty deviations away.
  Net head(int outputs) const override {
    return keras() ? linear(outputs).drawn(Init::glorot) : linear(outputs).drawn(Init::normal, 0.1);
  }

  /// The same in torchvision and timm.
  std::vector<std::string> names(const std::string& source) const override {
    if ((source == "torchvision" || source == "timm") && !keras()) return torchvision_names();
    if (source == "keras" && keras()) return keras_names();
    return {};
  }

 private:
  Net with_auxiliary(Net block) const {
    if (auxiliary)
      block.parts.push_back(
          aux(seq({avg_pool(5, 3).valid(), valid(128, 1), valid(768, 5), global_pool, linear(0)}), 0.3));
    return block;
  }

  static Net net_of_torchvision(const Net& net) {
    return each_layer(all_normalised(all_drawn(net, Init::normal, 0.1), 1e-3, 0.1), [](Net& layer) {
      if (layer.op == Op::conv && layer.out == 768) layer.spread = 0.01;  // both of the auxiliary head
      if (layer.op == Op::linear) layer.spread = 0.001;
    });
  }

  /// BatchNorm learns no factor, and averages leave out what lies beyond the border.
  static Net keras_details(const Net& net) {
    return each_layer(as_keras(net), [](Net& layer) {
      if (layer.op == Op::batch_norm) layer.has_scale = false;
      if (layer.op == Op::avg_pool && layer.pad == Pad::half) layer.pad = Pad::keras;
    });
  }

  /// https://github.com/pytorch/vision, torchvision/models/inception.py.
  std::vector<std::string> torchvision_names() const {
    std::vector<std::string> all;
    const auto add = [&](const std::string& at, const std::vector<std::string>& units) {
      for (const std::string& unit : units) append(all, at + unit, {".conv", ".bn"});
    };
    add("Conv2d_", {"1a_3x3", "2a_3x3", "2b_3x3", "3b_1x1", "4a_3x3"});
    for (const char* at : {"Mixed_5b.", "Mixed_5c.", "Mixed_5d."})
      add(at + std::string("branch"), {"1x1", "5x5_1", "5x5_2", "3x3dbl_1", "3x3dbl_2", "3x3dbl_3", "_pool"});
    add("Mixed_6a.branch", {"3x3", "3x3dbl_1", "3x3dbl_2", "3x3dbl_3"});
    for (const char* at : {"Mixed_6b.", "Mixed_6c.", "Mixed_6d.", "Mixed_6e."})
      add(at + std::string("branch"),
          {"1x1", "7x7_1", "7x7_2", "7x7_3", "7x7dbl_1", "7x7dbl_2", "7x7dbl_3", "7x7dbl_4", "7x7dbl_5", "_pool"});
    if (auxiliary) add("AuxLogits.", {"conv0", "conv1"}), all.push_back("AuxLogits.fc");
    add("Mixed_7a.branch", {"3x3_1", "3x3_2", "7x7x3_1", "7x7x3_2", "7x7x3_3", "7x7x3_4"});
    for (const char* at : {"Mixed_7b.", "Mixed_7c."})
      add(at + std::string("branch"),
          {"1x1", "3x3_1", "3x3_2a", "3x3_2b", "3x3dbl_1", "3x3dbl_2", "3x3dbl_3a", "3x3dbl_3b", "_pool"});
    all.push_back("fc");
    return all;
  }

  /// https://github.com/keras-team/keras, keras/src/applications/inception_v3.py: its layers have no names, Keras
  /// counts them. It has no auxiliary head.
  std::vector<std::string> keras_names() const {
    std::vector<std::string> all{"conv2d", "batch_normalization"};
    for (int i = 1; i < 94; ++i) {
      if (auxiliary && i == 70) all.insert(all.end(), 5, "");
      append(all, "", {"conv2d_" + std::to_string(i), "batch_normalization_" + std::to_string(i)});
    }
    all.push_back("predictions");
    return all;
  }
};
XP_PLUGIN("inception_v3", InceptionV3)

}  // namespace
}  // namespace xp
