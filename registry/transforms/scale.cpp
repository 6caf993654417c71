#include "registry/transforms/motion.h"

namespace xp {
namespace {

struct Scale : Moving {
  static constexpr const char* doc =
      "Augmentation: enlarges or shrinks what the image shows; its size in pixels stays.";
  double amount = 0.1;

  static void describe(Params<Scale>& p) {
    p("amount", &Scale::amount, "0.1: by a factor between 0.9 and 1.1, each as likely").between(0, 0.5);
    describe_beyond(p);
  }

  Motion draw(Random& random) const override { return {.scale = 1 + either_side(amount, random)}; }
};
XP_PLUGIN("scale", Scale)

}  // namespace
}  // namespace xp
