#include <cmath>

#include "registry/transforms/pixels.h"

namespace xp {
namespace {

/// DeVries and Taylor 2017, "Improved regularization of convolutional neural networks with cutout". A square's centre
/// lies anywhere in the image, so that part of it may lie outside.
struct Cutout : Transform {
  static constexpr const char* doc = "Augmentation: covers squares of the image, so that no single place decides.";
  double size = 0.25;
  int holes = 1;
  std::string fill = "mean";

  static void describe(Params<Cutout>& p) {
    p("size", &Cutout::size, "side of a square").between(0, 0.5).unit("share of the shorter side");
    p("holes", &Cutout::holes, "how many squares").between(0, 16);
    p("fill", &Cutout::fill, "what covers them: the image's mean brightness, or black").one_of({"mean", "black"});
  }

  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    Image out = image;
    const int side = static_cast<int>(std::lround(size * std::min(image.width, image.height)));
    const auto cover = static_cast<float>(fill == "mean" ? mean(image) : 0);
    for (int hole = 0; hole < holes; ++hole) {
      const int left = static_cast<int>(random.below(static_cast<std::size_t>(image.width))) - side / 2;
      const int top = static_cast<int>(random.below(static_cast<std::size_t>(image.height))) - side / 2;
      for (int y = std::max(top, 0); y < std::min(top + side, image.height); ++y)
        for (int x = std::max(left, 0); x < std::min(left + side, image.width); ++x)
          for (int c = 0; c < image.channels; ++c) out.at(x, y, c) = cover;
    }
    return out;
  }
  bool augments() const override { return true; }
  bool sees_black() const override { return fill == "black"; }
};
XP_PLUGIN("cutout", Cutout)

}  // namespace
}  // namespace xp
