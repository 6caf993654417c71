#include <algorithm>
#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

/// Stretching is the default: it is what Keras' `target_size` and the published results do, and a letterboxed spine
/// radiograph, four times as high as wide, leaves three quarters of the network's input black. Neither hides the
/// aspect ratio, which alone tells much about the class in radiograph sets: stretched, it is in the vertebrae's
/// proportions; letterboxed, a network may read it off the bars.
struct Resize : Transform {
  static constexpr const char* doc = "Makes every image a square of one size.";
  int size = 224;
  std::string fit = "stretch", filter = "auto";

  static void describe(Params<Resize>& p) {
    p("size", &Resize::size, "side of the square").between(8, 4096).unit("pixels");
    p("fit", &Resize::fit, "stretch changes the aspect ratio; letterbox keeps it and pads with black")
        .one_of({"stretch", "letterbox"});
    p("filter", &Resize::filter,
      "area averages where the image shrinks; bilinear and lanczos read 2 and 8 neighbours a side, which shrinking by "
      "more skips pixels; auto: area for an axis that shrinks, bilinear for one that grows")
        .one_of({"auto", "area", "bilinear", "lanczos"})
        .later();
  }

  Image apply(const Image& image, const ImageOps& ops, Random&) const override {
    if (fit == "stretch") return resized(image, size, size, ops);
    const Shape inner = letterboxed({image.channels, image.height, image.width});
    return centred(resized(image, inner.w, inner.h, ops));
  }

  Shape shape(Shape in) const override { return {in.c, size, size}; }
  /// What is reduced before is averaged: bilinear and lanczos read the image as it is.
  int enough() const override { return filter == "auto" || filter == "area" ? 2 * size : 0; }
  bool sees_black() const override { return fit == "letterbox"; }

  Region region(Shape in) const override {
    if (fit == "stretch") return {};
    const Shape inner = letterboxed(in);
    const double left = (size - inner.w) / 2, top = (size - inner.h) / 2;  // whole pixels, as `centred` has it
    return {left / size, top / size, (left + inner.w) / size, (top + inner.h) / size};
  }

 private:
  Shape letterboxed(Shape in) const {
    const double scale = static_cast<double>(size) / std::max(in.w, in.h);
    const auto side = [&](int n) { return std::clamp(static_cast<int>(std::lround(n * scale)), 1, size); };
    return {in.c, side(in.h), side(in.w)};
  }

  Image resized(const Image& image, int width, int height, const ImageOps& ops) const {
    if (filter == "area") return ops.resize(image, width, height, Filter::area);
    if (filter == "bilinear") return ops.resize(image, width, height, Filter::bilinear);
    if (filter == "lanczos") return without_overshoot(ops.resize(image, width, height, Filter::lanczos), image);
    return by_axis(image, width, height, ops);
  }

  static Image by_axis(const Image& image, int width, int height, const ImageOps& ops) {
    const int w = std::min(width, image.width), h = std::min(height, image.height);
    const bool shrinks = w < image.width || h < image.height, grows = w < width || h < height;
    const Image small = shrinks ? ops.resize(image, w, h, Filter::area) : image;
    return grows ? ops.resize(small, width, height, Filter::bilinear) : small;
  }

  /// Lanczos overshoots beside edges: no further than the image itself goes.
  static Image without_overshoot(Image image, const Image& source) {
    const auto [low, high] = std::minmax_element(source.pixels.begin(), source.pixels.end());
    for (float& x : image.pixels) x = std::clamp(x, *low, *high);
    return image;
  }

  Image centred(const Image& image) const {
    Image out(size, size, image.channels);
    const int left = (size - image.width) / 2, top = (size - image.height) / 2;
    for (int y = 0; y < image.height; ++y)
      std::copy_n(&image.pixels[static_cast<std::size_t>(y) * image.width * image.channels],
                  static_cast<std::size_t>(image.width) * image.channels, &out.at(left, top + y));
    return out;
  }
};
XP_PLUGIN("resize", Resize)

}  // namespace
}  // namespace xp
