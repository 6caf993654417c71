#include "framework/engine/images/look.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "framework/base/hash.h"

namespace xp {
namespace {

/// The weights by which OpenCV makes a colour grey (ITU-R BT.601).
Image grey_of(const Image& image) {
  if (image.channels == 1) return image;
  Image out(image.width, image.height);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) {
    const float* p = &image.pixels[3 * i];
    out.pixels[i] = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
  }
  return out;
}

struct Spread {
  double mean = 0, deviation = 0;
};

Spread spread(const Image& grey, int left, int top, int width, int height) {
  double sum = 0, squares = 0;
  for (int y = top; y < top + height; ++y)
    for (int x = left; x < left + width; ++x) {
      const double v = grey.at(x, y);
      sum += v, squares += v * v;
    }
  const double n = std::max(1.0, static_cast<double>(width) * height), mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean))};
}

/// A scan of a radiograph is grey within rounding and JPEG's; what is beyond is tint.
double tint_of(const Image& image, const Image& grey) {
  if (image.channels == 1) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < grey.pixels.size(); ++i)
    for (int c = 0; c < 3; ++c) sum += std::abs(image.pixels[3 * i + static_cast<std::size_t>(c)] - grey.pixels[i]);
  const double mean = sum / (3.0 * static_cast<double>(grey.pixels.size()));
  return std::round(mean * 1e5) / 1e5;  // less is rounding, which depends on the brightness
}

/// Rows from the top while each holds one value, the same from the other sides, as a share of the mean side.
double border_of(const Image& grey) {
  constexpr float same = 3.0f / 255;  // JPEG's ripples
  const auto plain = [&](int x, int y, int dx, int dy, int n) {
    float low = grey.at(x, y), high = low;
    for (int i = 1; i < n; ++i) {
      const float v = grey.at(x + i * dx, y + i * dy);
      low = std::min(low, v), high = std::max(high, v);
      if (high - low > same) return false;
    }
    return true;
  };
  const int w = grey.width, h = grey.height;
  int top = 0, bottom = 0, left = 0, right = 0;
  while (top < h && plain(0, top, 1, 0, w)) ++top;
  while (top + bottom < h && plain(0, h - 1 - bottom, 1, 0, w)) ++bottom;
  while (left < w && plain(left, 0, 0, 1, h)) ++left;
  while (left + right < w && plain(w - 1 - right, 0, 0, 1, h)) ++right;
  return (static_cast<double>(top + bottom) / h + static_cast<double>(left + right) / w) / 2;
}

/// In 16 bits a channel, so that the same picture counts as one whatever kind of file it lies in; as it is where it has
/// a scale of its own, as real-valued TIFFs may.
std::string hash_of_pixels(const Image& image) {
  const bool grey = image.channels == 1 || [&] {
    for (std::size_t i = 0; i + 2 < image.pixels.size(); i += 3)
      if (image.pixels[i] != image.pixels[i + 1] || image.pixels[i] != image.pixels[i + 2]) return false;
    return true;
  }();
  const std::size_t step = grey ? static_cast<std::size_t>(image.channels) : 1;
  const bool scaled = std::all_of(image.pixels.begin(), image.pixels.end(), [](float v) { return v >= 0 && v <= 1; });
  Hasher hash;
  hash.add(std::to_string(image.width) + "x" + std::to_string(image.height) + (grey ? "" : " colour") +
           (scaled ? "" : " real"));
  if (!scaled)
    return hash.add({reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size() * sizeof(float)}).hex();
  std::vector<std::uint16_t> words;
  words.reserve(image.pixels.size() / step);
  for (std::size_t i = 0; i < image.pixels.size(); i += step)
    words.push_back(static_cast<std::uint16_t>(image.pixels[i] * 65535 + 0.5f));
  return hash.add({reinterpret_cast<const char*>(words.data()), words.size() * sizeof words[0]}).hex();
}

}  // namespace

Seen seen(const Image& image) {
  Seen out;
  Look& look = out.look;
  const Image grey = grey_of(image);
  look.width = image.width, look.height = image.height, look.channels = image.channels;
  const Spread whole = spread(grey, 0, 0, grey.width, grey.height);
  look.brightness = whole.mean, look.contrast = whole.deviation;
  look.tint = tint_of(image, grey);
  look.border = border_of(grey);
  const int w = std::max(1, grey.width / 6), h = std::max(1, grey.height / 8);
  for (std::size_t corner = 0; corner < 4; ++corner) {
    const Spread s = spread(grey, corner % 2 ? grey.width - w : 0, corner / 2 ? grey.height - h : 0, w, h);
    look.corners[2 * corner] = s.mean, look.corners[2 * corner + 1] = s.deviation;
  }
  look.pixels = hash_of_pixels(image);
  out.signature = signature(grey);
  return out;
}

}  // namespace xp
