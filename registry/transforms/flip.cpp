#include <algorithm>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Flip : Transform {
  static constexpr const char* doc = "Augmentation: mirrors the image left to right, top to bottom, or both.";
  bool horizontal = true, vertical = false, force = false;
  double chance = 0.5;

  static void describe(Params<Flip>& p) {
    p("horizontal", &Flip::horizontal, "left and right change places; refused where the classes depend on them");
    p("vertical", &Flip::vertical, "top and bottom change places");
    p("chance", &Flip::chance, "of each of the two, drawn on its own").between(0, 1);
    p("force", &Flip::force, "left to right even where the classes depend on the side: you know that they do not");
  }

  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    const bool sideways = random.chance(chance) && horizontal, upside_down = random.chance(chance) && vertical;
    if (!sideways && !upside_down) return image;
    Image out(image.width, image.height, image.channels);
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x)
        std::copy_n(&image.pixels[image.channels * (static_cast<std::size_t>(y) * image.width + x)], image.channels,
                    &out.at(sideways ? image.width - 1 - x : x, upside_down ? image.height - 1 - y : y));
    return out;
  }
  bool augments() const override { return true; }
  bool mirrors() const override { return horizontal && !force; }
};
XP_PLUGIN("flip", Flip)

}  // namespace
}  // namespace xp
