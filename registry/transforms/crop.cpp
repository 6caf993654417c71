#include <algorithm>
#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Crop : Transform {
  static constexpr const char* doc = "Keeps the middle of the image: without a border, or a square of so many pixels.";
  double border = 0;
  int size = 0;

  static void describe(Params<Crop>& p) {
    p("border", &Crop::border, "cut off first, on each of the four sides").between(0, 0.45).unit("share of that side");
    p("size", &Crop::size, "side of the square that is kept then; black is added where there is less. 0: all")
        .between(0, 4096)
        .unit("pixels");
  }

  Image apply(const Image& image, const ImageOps&, Random&) const override {
    const Span across = kept(image.width), down = kept(image.height);
    Image out(across.length, down.length, image.channels);
    const int first = std::max(-across.start, 0), last = std::min(across.length, image.width - across.start);
    for (int y = std::max(-down.start, 0); y < std::min(down.length, image.height - down.start); ++y)
      std::copy_n(&image.pixels[image.channels *
                                (static_cast<std::size_t>(y + down.start) * image.width + first + across.start)],
                  static_cast<std::size_t>(last - first) * image.channels, &out.at(first, y));
    return out;
  }

  Shape shape(Shape in) const override { return {in.c, kept(in.h).length, kept(in.w).length}; }

  Region region(Shape in) const override {
    const Span across = kept(in.w), down = kept(in.h);
    const double w = across.length, h = down.length;
    return {-across.start / w, -down.start / h, (in.w - across.start) / w, (in.h - down.start) / h};
  }

 private:
  struct Span {
    int start, length;  // in the image; a negative start lies outside
  };
  /// Of a side of that length. Half a pixel goes to the even side, as torchvision's center_crop has it.
  Span kept(int length) const {
    const int cut = static_cast<int>(border * length), inner = length - 2 * cut;
    if (size == 0) return {cut, inner};
    const int spare = inner - size;
    return {cut + (spare < 0 ? spare / 2 : static_cast<int>(std::nearbyint(spare / 2.0))), size};
  }
};
XP_PLUGIN("crop", Crop)

}  // namespace
}  // namespace xp
