#include "registry/transforms/motion.h"

namespace xp {
namespace {

struct Rotate : Moving {
  static constexpr const char* doc = "Augmentation: turns the image about its centre, to either side.";
  double degrees = 10;

  static void describe(Params<Rotate>& p) {
    p("degrees", &Rotate::degrees, "most that it turns, each angle up to it as likely").between(0, 180).unit("degrees");
    describe_beyond(p);
  }

  Motion draw(Random& random) const override { return {.degrees = either_side(degrees, random)}; }
  bool mirrors() const override { return degrees > 90; }  // upside down, what was on the left lies on the right
};
XP_PLUGIN("rotate", Rotate)

}  // namespace
}  // namespace xp
