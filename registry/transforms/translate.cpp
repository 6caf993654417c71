#include "registry/transforms/motion.h"

namespace xp {
namespace {

struct Translate : Moving {
  static constexpr const char* doc = "Augmentation: shifts the image sideways, up or down.";
  double x = 0.05, y = 0.05;

  static void describe(Params<Translate>& p) {
    p("x", &Translate::x, "most that it goes to either side").between(0, 0.5).unit("share of the width");
    p("y", &Translate::y, "most that it goes up or down").between(0, 0.5).unit("share of the height");
    describe_beyond(p);
  }

  Motion draw(Random& random) const override {
    return {.right = either_side(x, random), .down = either_side(y, random)};
  }
};
XP_PLUGIN("translate", Translate)

}  // namespace
}  // namespace xp
