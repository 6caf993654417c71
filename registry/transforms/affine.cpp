#include "registry/transforms/motion.h"

namespace xp {
namespace {

struct AffineMotion : Moving {
  static constexpr const char* doc =
      "Augmentation: rotate, translate, scale and shear at once, resampled once: sharper and faster than one by one.";
  double degrees = 10, x = 0.05, y = 0.05, scale = 0.1, shear = 0;

  static void describe(Params<AffineMotion>& p) {
    p("degrees", &AffineMotion::degrees, "most that it turns to either side").between(0, 180).unit("degrees");
    p("x", &AffineMotion::x, "most that it goes to either side").between(0, 0.5).unit("share of the width");
    p("y", &AffineMotion::y, "most that it goes up or down").between(0, 0.5).unit("share of the height");
    p("scale", &AffineMotion::scale, "0.1: by a factor between 0.9 and 1.1").between(0, 0.5);
    p("shear", &AffineMotion::shear, "most that an upright line leans to either side").between(0, 45).unit("degrees");
    describe_beyond(p);
  }

  Motion draw(Random& random) const override {
    return {.degrees = either_side(degrees, random),
            .shear = either_side(shear, random),
            .scale = 1 + either_side(scale, random),
            .right = either_side(x, random),
            .down = either_side(y, random)};
  }
  bool mirrors() const override { return degrees > 90; }
};
XP_PLUGIN("affine", AffineMotion)

}  // namespace
}  // namespace xp
