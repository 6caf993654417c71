// Pixels as plugins see them: a plain value, no OpenCV.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace xp {

/// height × width × channels, rows first, channels innermost (RGB where there are three); 0 is black, 1 is white.
struct Image {
  int width = 0, height = 0, channels = 1;
  std::vector<float> pixels;

  Image() = default;
  Image(int width, int height, int channels = 1, float fill = 0)
      : width(width),
        height(height),
        channels(channels),
        pixels(static_cast<std::size_t>(width) * height * channels, fill) {}

  float& at(int x, int y, int c = 0) { return pixels[(static_cast<std::size_t>(y) * width + x) * channels + c]; }
  float at(int x, int y, int c = 0) const { return pixels[(static_cast<std::size_t>(y) * width + x) * channels + c]; }
};

/// A rectangle in shares of an image's width and height: 0, 0 is its upper left corner, 1, 1 its lower right one.
struct Region {
  double left = 0, top = 0, right = 1, bottom = 1;
};

/// By its ending, in any case: jpg, jpeg, png, tif, tiff, bmp.
bool is_image_name(const std::string& name);

enum class Filter { area, bilinear };

/// What a transform may ask of the engine: resampling is done where OpenCV is.
struct Resampler {
  virtual ~Resampler() = default;
  virtual Image resize(const Image& image, int width, int height, Filter filter) const = 0;
};

}  // namespace xp
