#include <cmath>

#include "registry/transforms/pixels.h"

namespace xp {
namespace {

struct PercentileWindow : Transform {
  static constexpr const char* doc =
      "Stretches each image's brightness so that one percentile becomes black and another white.";
  double low = 1, high = 99;

  static void describe(Params<PercentileWindow>& p) {
    p("low", &PercentileWindow::low, "what becomes black, with all below it").between(0, 49).unit("percent");
    p("high", &PercentileWindow::high, "what becomes white, with all above it").between(51, 100).unit("percent");
  }

  /// An image without contrast stays as it is.
  Image apply(const Image& image, const ImageOps&, Random&) const override {
    std::vector<float> numbers = image.pixels;
    const double black = percentile(numbers, low), white = percentile(numbers, high);
    if (!(white > black)) return image;
    return relit(image, [=](float x) { return (x - black) / (white - black); });
  }
  bool sees_black() const override { return true; }

 private:
  /// Linear between neighbours, as NumPy's percentile.
  static double percentile(std::vector<float>& numbers, double percent) {
    const double place = percent / 100 * static_cast<double>(numbers.size() - 1);
    const auto below = numbers.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(numbers.begin(), below, numbers.end());
    if (below + 1 == numbers.end()) return *below;
    return *below + (place - std::floor(place)) * (*std::min_element(below + 1, numbers.end()) - *below);
  }
};
XP_PLUGIN("percentile_window", PercentileWindow)

}  // namespace
}  // namespace xp
