#include "registry/transforms/pixels.h"

namespace xp {
namespace {

struct Grey : Transform {
  static constexpr const char* doc = "Makes one channel of three, by their luma (0.299 red, 0.587 green, 0.114 blue).";

  static void describe(Params<Grey>&) {}

  Image apply(const Image& image, const ImageOps&, Random&) const override { return greyed(image); }
  Shape shape(Shape in) const override { return {1, in.h, in.w}; }
};
XP_PLUGIN("grey", Grey)

}  // namespace
}  // namespace xp
