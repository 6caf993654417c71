#include "registry/transforms/pixels.h"

namespace xp {
namespace {

struct Contrast : Transform {
  static constexpr const char* doc = "Augmentation: stretches or flattens the image's brightness about its mean.";
  double amount = 0.2;

  static void describe(Params<Contrast>& p) {
    p("amount", &Contrast::amount, "0.2: differences from the mean by a factor between 0.8 and 1.2").between(0, 0.9);
  }

  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    return contrasted(image, 1 + amount * random.uniform(-1, 1));
  }
  bool augments() const override { return true; }
  bool sees_black() const override { return true; }
};
XP_PLUGIN("contrast", Contrast)

}  // namespace
}  // namespace xp
