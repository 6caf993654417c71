#include <cmath>

#include "registry/transforms/pixels.h"

namespace xp {
namespace {

struct BrightEdges : Transform {
  static constexpr const char* doc =
      "Adds the edges of the brightest pixels as a channel: where a second contour would show.";
  double threshold = 150, low = 100, high = 200;
  bool alone = false;

  static void describe(Params<BrightEdges>& p) {
    p("threshold", &BrightEdges::threshold, "where white is 255: what is not brighter is taken as black")
        .between(0, 255);
    p("low", &BrightEdges::low, "of Canny's, where white is 255: an edge goes on above this gradient").between(0, 2000);
    p("high", &BrightEdges::high, "of Canny's, where white is 255: an edge begins above this gradient")
        .between(0, 2000);
    p("alone", &BrightEdges::alone, "the edges without the image: one channel");
  }

  Image apply(const Image& image, const ImageOps& ops, Random&) const override {
    const Image bright = relit(greyed(image), [&](float x) { return std::round(255 * x) > threshold ? x : 0; });
    const Image edges = ops.edges(bright, low / 255, high / 255);
    if (alone) return edges;
    Image out(image.width, image.height, image.channels + 1);
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) {
        for (int c = 0; c < image.channels; ++c) out.at(x, y, c) = image.at(x, y, c);
        out.at(x, y, image.channels) = edges.at(x, y);
      }
    return out;
  }
  Shape shape(Shape in) const override { return {alone ? 1 : in.c + 1, in.h, in.w}; }
  bool sees_black() const override { return true; }
};
XP_PLUGIN("bright_edges", BrightEdges)

}  // namespace
}  // namespace xp
