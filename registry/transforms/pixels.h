// Brightness, as transforms change and judge it: 0 is black, 1 is white.
#pragma once
#include <algorithm>
#include <cmath>

#include "framework/experiment.h"

namespace xp {

/// Every number by `change`, kept between black and white.
template <class Change>
Image relit(const Image& image, const Change& change) {
  Image out(image.width, image.height, image.channels);
  std::transform(image.pixels.begin(), image.pixels.end(), out.pixels.begin(),
                 [&](float x) { return std::clamp(static_cast<float>(change(x)), 0.0f, 1.0f); });
  return out;
}

/// One channel: of three, their luma (ITU-R BT.601), as OpenCV decodes colours to grey; of others, the first.
inline Image greyed(const Image& image) {
  if (image.channels == 1) return image;
  Image out(image.width, image.height);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      out.at(x, y) = image.channels == 3
                         ? 0.299f * image.at(x, y, 0) + 0.587f * image.at(x, y, 1) + 0.114f * image.at(x, y, 2)
                         : image.at(x, y);
  return out;
}

inline double mean(const Image& image) {
  double sum = 0;
  for (const float x : image.pixels) sum += x;
  return sum / static_cast<double>(image.pixels.size());
}

/// By a factor, as torchvision's adjust_brightness.
inline Image brightened(const Image& image, double factor) {
  return relit(image, [f = static_cast<float>(factor)](float x) { return f * x; });
}

/// Differences from the mean of its grey by a factor, as torchvision's adjust_contrast.
inline Image contrasted(const Image& image, double factor) {
  const auto rest = static_cast<float>((1 - factor) * mean(greyed(image)));
  return relit(image, [f = static_cast<float>(factor), rest](float x) { return f * x + rest; });
}

/// To a power, as torchvision's adjust_gamma.
inline Image exposed(const Image& image, double gamma) {
  return relit(image, [g = static_cast<float>(gamma)](float x) { return std::pow(std::max(x, 0.0f), g); });
}

}  // namespace xp
