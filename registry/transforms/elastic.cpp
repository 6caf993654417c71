#include <algorithm>
#include <cmath>
#include <numbers>

#include "framework/experiment.h"

namespace xp {
namespace {

/// Simard, Steinkraus, Platt 2003, "Best practices for convolutional neural networks applied to visual document
/// analysis": white noise, smoothed by a Gaussian, is where each pixel is read instead.
struct Elastic : Transform {
  static constexpr const char* doc = "Augmentation: bends the image as if it were printed on rubber.";
  double amount = 0.12, smoothness = 0.08;

  static void describe(Params<Elastic>& p) {
    p("amount", &Elastic::amount,
      "standard deviation of the displacement along each axis; with more than a third, parts would fold over each "
      "other")
        .between(0, 0.33)
        .unit("share of the smoothness");
    p("smoothness", &Elastic::smoothness, "sigma of the Gaussian that smooths it")
        .between(0.01, 0.5)
        .unit("share of the shorter side");
  }

  Image apply(const Image& image, const ImageOps& ops, Random& random) const override {
    if (amount == 0) return image;
    const Image dx = field(image, ops, random), dy = field(image, ops, random);
    return ops.displace(image, dx, dy, {Beyond::mirrored});
  }
  bool augments() const override { return true; }

 private:
  /// Drawn on a grid that is three times finer than what the smoothing leaves, then enlarged.
  Image field(const Image& image, const ImageOps& ops, Random& random) const {
    const double sigma = smoothness * std::min(image.width, image.height);
    const int step = std::max(1, static_cast<int>(sigma / 3));
    Image coarse((image.width + step - 1) / step, (image.height + step - 1) / step);
    // Smoothing divides the standard deviation of white noise by 2·√π·sigma.
    const double sd = amount * sigma * std::max(1.0, 2 * std::sqrt(std::numbers::pi) * sigma / step);
    for (float& v : coarse.pixels) v = static_cast<float>(sd * random.normal());
    const Image smooth = ops.blur(coarse, sigma / step);
    return step == 1 ? smooth : ops.resize(smooth, image.width, image.height, Filter::bilinear);
  }
};
XP_PLUGIN("elastic", Elastic)

}  // namespace
}  // namespace xp
