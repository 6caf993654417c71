#include <algorithm>

#include "registry/transforms/beta.h"

namespace xp {
namespace {

/// Yun, Han, Oh, Chun, Choe, Yoo 2019, "CutMix: regularization strategy to train strong classifiers with localizable
/// features". The rectangle has the image's proportions and its centre anywhere; what lies outside is cut off.
struct Cutmix : Transform {
  static constexpr const char* doc =
      "Augmentation: pastes a rectangle of another image of the batch, and its label by area, after all other "
      "transforms.";
  double alpha = 1;

  static void describe(Params<Cutmix>& p) {
    p("alpha", &Cutmix::alpha,
      "of the Beta distribution that gives the image's share: 0 leaves it alone, at 1 every share is as likely")
        .between(0, 100);
  }

  Image apply(const Image& image, const ImageOps&, Random&) const override { return image; }
  bool augments() const override { return true; }
  bool mixes() const override { return true; }
  double mix(Image& image, const Image& other, Random& random) const override {
    const double side = std::sqrt(1 - beta_variate(alpha, random));
    const auto [left, right] = span(image.width, side, random);
    const auto [top, bottom] = span(image.height, side, random);
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x)
        for (int c = 0; c < image.channels; ++c) image.at(x, y, c) = other.at(x, y, c);
    const double pasted = static_cast<double>(right - left) * (bottom - top);
    return 1 - pasted / (static_cast<double>(image.width) * image.height);
  }

 private:
  static std::pair<int, int> span(int length, double share, Random& random) {
    const int half = static_cast<int>(length * share / 2);
    const int centre = static_cast<int>(random.below(static_cast<std::size_t>(length)));
    return {std::max(centre - half, 0), std::min(centre + half, length)};
  }
};
XP_PLUGIN("cutmix", Cutmix)

}  // namespace
}  // namespace xp
