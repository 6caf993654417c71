#include "registry/transforms/pixels.h"

namespace xp {
namespace {

struct Gamma : Transform {
  static constexpr const char* doc =
      "Augmentation: x to the power of gamma, as another exposure would; black and white stay.";
  double amount = 0.25;

  static void describe(Params<Gamma>& p) {
    p("amount", &Gamma::amount, "0.25: gamma between 1/1.25 (brighter) and 1.25 (darker), even in its logarithm")
        .between(0, 4);
  }

  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    return exposed(image, std::pow(1 + amount, random.uniform(-1, 1)));
  }
  bool augments() const override { return true; }
  bool sees_black() const override { return true; }
};
XP_PLUGIN("gamma", Gamma)

}  // namespace
}  // namespace xp
