#include "registry/transforms/pixels.h"

namespace xp {
namespace {

struct GaussianNoise : Transform {
  static constexpr const char* doc = "Augmentation: adds Gaussian noise to every pixel, each channel on its own.";
  double sd = 0.02;

  static void describe(Params<GaussianNoise>& p) {
    p("sd", &GaussianNoise::sd, "its standard deviation, where white is 1").between(0, 0.5);
  }

  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    return relit(image, [&](float x) { return x + sd * random.normal(); });
  }
  bool augments() const override { return true; }
  bool sees_black() const override { return true; }
};
XP_PLUGIN("noise", GaussianNoise)

}  // namespace
}  // namespace xp
