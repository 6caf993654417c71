#include "registry/datasets/phantom/copy.h"

#include <algorithm>
#include <cmath>

namespace xp::phantom {
namespace {

float bilinear(const Image& image, double x, double y) {
  x = std::clamp(x, 0.0, image.width - 1.0), y = std::clamp(y, 0.0, image.height - 1.0);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, image.width - 1), y1 = std::min(y0 + 1, image.height - 1);
  const float fx = static_cast<float>(x - x0), fy = static_cast<float>(y - y0);
  return (image.at(x0, y0) * (1 - fx) + image.at(x1, y0) * fx) * (1 - fy) +
         (image.at(x0, y1) * (1 - fx) + image.at(x1, y1) * fx) * fy;
}

Image rotated(const Image& image, double degrees) {
  const double angle = degrees * 3.14159265358979323846 / 180, c = std::cos(angle), s = std::sin(angle);
  const double mx = (image.width - 1) / 2.0, my = (image.height - 1) / 2.0;
  Image out(image.width, image.height);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      out.at(x, y) = bilinear(image, mx + c * (x - mx) + s * (y - my), my - s * (x - mx) + c * (y - my));
  return out;
}

Image cropped(const Image& image, double percent, Random& random) {
  const auto kept = [&](int pixels) { return std::max(1, static_cast<int>(std::lround(pixels * percent / 100))); };
  Image out(kept(image.width), kept(image.height));
  const int left = static_cast<int>(random.below(static_cast<std::size_t>(image.width - out.width + 1)));
  const int top = static_cast<int>(random.below(static_cast<std::size_t>(image.height - out.height + 1)));
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) out.at(x, y) = image.at(left + x, top + y);
  return out;
}

}  // namespace

Origin draw_treatment(Picture of, Random& random) {
  switch (random.below(4)) {
    case 0: return {of, Treatment::mirrored, 0};
    case 1: {
      const double side = random.chance(0.5) ? 1 : -1;
      return {of, Treatment::rotated, side * static_cast<double>(3 + random.below(5))};
    }
    case 2: return {of, Treatment::cropped, 92};
    default: return {of, Treatment::gamma, random.chance(0.5) ? 1.2 : 0.8};
  }
}

Image treated(const Image& image, const Origin& origin, Random& random) {
  Image out = image;
  switch (origin.how) {
    case Treatment::none: break;
    case Treatment::mirrored:
      for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) out.at(x, y) = image.at(image.width - 1 - x, y);
      break;
    case Treatment::rotated: return rotated(image, origin.amount);
    case Treatment::cropped: return cropped(image, origin.amount, random);
    case Treatment::gamma:
      for (float& v : out.pixels) v = std::pow(v, static_cast<float>(origin.amount));
      break;
  }
  return out;
}

}  // namespace xp::phantom
