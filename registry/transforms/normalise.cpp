#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

/// What published weights were trained on: https://github.com/keras-team/keras, keras/src/applications/
/// imagenet_utils.py, where imagenet is called "torch", caffe "caffe", and this transform's default "tf".
struct Normalise : Transform {
  static constexpr const char* doc = "(x - mean) / sd for every pixel; the defaults take 0…1 to -1…1, as Keras does.";
  double mean = 0.5, sd = 0.5;
  std::string like = "plain";

  static void describe(Params<Normalise>& p) {
    p("mean", &Normalise::mean, "what becomes 0, on a scale from black 0 to white 1").between(-10, 10);
    p("sd", &Normalise::sd, "what becomes 1 above the mean").between(1e-6, 1e6);
    p("like", &Normalise::like,
      "plain: by mean and sd; dataset: by those of each channel of the training part; imagenet: by that set's; caffe: "
      "0…255, blue first, less its means; none: as it is. Grey images take the mean of the three")
        .one_of({"plain", "dataset", "imagenet", "caffe", "none"});
  }

  Image apply(const Image& image, const ImageOps&, Random&) const override {
    if (like == "none") return image;
    const auto channels = static_cast<std::size_t>(image.channels);
    const Scale by = scale(channels);
    Image out(image.width, image.height, image.channels);
    for (std::size_t c = 0; c < channels; ++c) {
      const std::size_t from = channels == 3 && like == "caffe" ? 2 - c : c;
      const auto zero = static_cast<float>(by.mean[c]), unit = static_cast<float>(by.sd[c]);
      for (std::size_t i = 0; i < image.pixels.size(); i += channels)
        out.pixels[i + c] = (image.pixels[i + from] - zero) / unit;
    }
    return out;
  }
  bool rescales() const override { return like != "none"; }

  bool fits() const override { return like == "dataset"; }
  void see(const Image& image) override {
    const auto channels = static_cast<std::size_t>(image.channels);
    if (seen_.size() < channels) seen_.resize(channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) seen_[i % channels].add(image.pixels[i]);
  }
  /// Of each channel, over all pixels of all images: its mean, then its standard deviation; 1 where that is 0.
  std::vector<double> numbers() const override {
    std::vector<double> out;
    for (const Sums& channel : seen_) {
      const double mean = channel.plain / channel.n, variance = channel.squared / channel.n - mean * mean;
      out.push_back(mean);
      out.push_back(variance > 1e-12 ? std::sqrt(variance) : 1);
    }
    return out;
  }
  void use(const std::vector<double>& numbers) override { fitted_ = numbers; }

 private:
  struct Scale {
    std::vector<double> mean, sd;  // of the channels as they leave
  };
  struct Sums {
    double n = 0, plain = 0, squared = 0;
    void add(double x) { ++n, plain += x, squared += x * x; }
  };
  std::vector<Sums> seen_;  // of each channel
  std::vector<double> fitted_;

  Scale scale(std::size_t channels) const {
    if (like == "dataset") return of_the_training_part(channels);
    if (like == "plain") return {std::vector(channels, mean), std::vector(channels, sd)};
    const double unit = 1.0 / 255;
    const Scale three = like == "imagenet" ? Scale{{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}}
                                           : Scale{{103.939 * unit, 116.779 * unit, 123.68 * unit}, {unit, unit, unit}};
    if (channels == 3) return three;
    return {std::vector(channels, middle(three.mean)), std::vector(channels, middle(three.sd))};
  }
  static double middle(const std::vector<double>& v) { return v[0] + ((v[1] - v[0]) + (v[2] - v[0])) / 3; }

  Scale of_the_training_part(std::size_t channels) const {
    if (fitted_.size() != 2 * channels)
      throw Error(fitted_.empty() ? "normalise like=dataset was not told the numbers of the training part"
                                  : "normalise like=dataset was fitted to images with another number of channels");
    Scale out;
    for (std::size_t c = 0; c < channels; ++c) out.mean.push_back(fitted_[2 * c]), out.sd.push_back(fitted_[2 * c + 1]);
    return out;
  }
};
XP_PLUGIN("normalise", Normalise)

}  // namespace
}  // namespace xp
