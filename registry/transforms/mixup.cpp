#include "registry/transforms/beta.h"

namespace xp {
namespace {

/// Zhang, Cissé, Dauphin, Lopez-Paz 2018, "mixup: beyond empirical risk minimization".
struct Mixup : Transform {
  static constexpr const char* doc =
      "Augmentation: blends each image, and its label, with another of its batch, after all other transforms.";
  double alpha = 0.2;

  static void describe(Params<Mixup>& p) {
    p("alpha", &Mixup::alpha,
      "of the Beta distribution that gives the image's share: 0 leaves it alone, 0.2 is mostly near 0 or 1, at 1 every "
      "share is as likely")
        .between(0, 100);
  }

  Image apply(const Image& image, const ImageOps&, Random&) const override { return image; }
  bool augments() const override { return true; }
  bool mixes() const override { return true; }
  double mix(Image& image, const Image& other, Random& random) const override {
    const double share = beta_variate(alpha, random);
    const auto own = static_cast<float>(share), rest = static_cast<float>(1 - share);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
      image.pixels[i] = own * image.pixels[i] + rest * other.pixels[i];
    return share;
  }
};
XP_PLUGIN("mixup", Mixup)

}  // namespace
}  // namespace xp
