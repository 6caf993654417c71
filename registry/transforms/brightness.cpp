#include "registry/transforms/pixels.h"

namespace xp {
namespace {

struct Brightness : Transform {
  static constexpr const char* doc = "Augmentation: brightens or darkens the image by one factor.";
  double amount = 0.2;

  static void describe(Params<Brightness>& p) {
    p("amount", &Brightness::amount, "0.2: by a factor between 0.8 and 1.2; what exceeds white is white")
        .between(0, 0.9);
  }

  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    return brightened(image, 1 + amount * random.uniform(-1, 1));
  }
  bool augments() const override { return true; }
  bool sees_black() const override { return true; }
};
XP_PLUGIN("brightness", Brightness)

}  // namespace
}  // namespace xp
