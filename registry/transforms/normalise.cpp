#include <array>

#include "framework/experiment.h"

namespace xp {
namespace {

/// What published weights were trained on: https://github.com/keras-team/keras, keras/src/applications/
/// imagenet_utils.py, where imagenet is called "torch", caffe "caffe", and this transform's default "tf".
struct Normalise : Transform {
  static constexpr const char* doc = "(x - mean) / sd for every pixel; the defaults take 0…1 to -1…1.";
  double mean = 0.5, sd = 0.5;
  std::string like = "plain";

  static void describe(Params<Normalise>& p) {
    p("mean", &Normalise::mean, "what becomes 0, on a scale from black 0 to white 1").between(-10, 10);
    p("sd", &Normalise::sd, "what becomes 1 above the mean").between(1e-6, 1e6);
    p("like", &Normalise::like,
      "plain: by mean and sd; imagenet: by that set's mean and sd of each channel; caffe: 0…255, blue first, less its "
      "means. Grey images take the mean of the three")
        .one_of({"plain", "imagenet", "caffe"});
  }

  Image apply(const Image& image, const ImageOps&, Random&) const override {
    const Scale by = scale();
    Image out = image;
    const auto channels = static_cast<std::size_t>(image.channels);
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
      const std::size_t c = i % channels;
      const bool three = channels == 3;
      const float x = image.pixels[three && by.blue_first ? i + 2 - 2 * c : i];
      out.pixels[i] =
          static_cast<float>((x - (three ? by.mean[c] : middle(by.mean))) / (three ? by.sd[c] : middle(by.sd)));
    }
    return out;
  }

 private:
  struct Scale {
    std::array<double, 3> mean, sd;  // of the channels as they leave
    bool blue_first = false;
  };
  static double middle(const std::array<double, 3>& v) { return v[0] + ((v[1] - v[0]) + (v[2] - v[0])) / 3; }

  Scale scale() const {
    if (like == "imagenet") return {{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}};
    const double unit = 1.0 / 255;
    if (like == "caffe") return {{103.939 * unit, 116.779 * unit, 123.68 * unit}, {unit, unit, unit}, true};
    return {{mean, mean, mean}, {sd, sd, sd}};
  }
};
XP_PLUGIN("normalise", Normalise)

}  // namespace
}  // namespace xp
