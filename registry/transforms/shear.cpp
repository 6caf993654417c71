#include "registry/transforms/motion.h"

namespace xp {
namespace {

struct Shear : Moving {
  static constexpr const char* doc = "Augmentation: slides the rows sideways, so that upright lines lean.";
  double degrees = 5;

  static void describe(Params<Shear>& p) {
    p("degrees", &Shear::degrees, "most that an upright line leans to either side").between(0, 45).unit("degrees");
    describe_beyond(p);
  }

  Motion draw(Random& random) const override { return {.shear = either_side(degrees, random)}; }
};
XP_PLUGIN("shear", Shear)

}  // namespace
}  // namespace xp
