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
  bool operator==(const Region&) const = default;
};

/// What lies in the region, its sides rounded to whole pixels: neighbouring regions share none. At least one pixel.
Image cropped(const Image& image, const Region& region);

/// By its ending, in any case: jpg, jpeg, png, tif, tiff, bmp.
bool is_image_name(const std::string& name);
/// The same for DICOM: dcm, dicom. Many DICOM files have no such name.
bool is_dicom_name(const std::string& name);

enum class Filter { area, bilinear, lanczos };

/// What lies beyond the image: `fill`, or its own edge, mirrored.
struct Beyond {
  enum Kind { constant, mirrored } kind = constant;
  float fill = 0;
};

/// From a position in what is made to one in what is there, in pixels from the centre of the upper left one:
/// x' = a·x + b·y + c, y' = d·x + e·y + f.
struct Affine {
  double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
};

/// What a transform may ask of the engine: it is done where OpenCV is. Sizes and channels stay but for resize.
struct ImageOps {
  virtual ~ImageOps() = default;
  virtual Image resize(const Image& image, int width, int height, Filter filter) const = 0;
  virtual Image warp(const Image& image, const Affine& from, Beyond beyond) const = 0;
  /// Pixel (x, y) is read at (x + dx, y + dy); both are single channels of the image's size, in pixels.
  virtual Image displace(const Image& image, const Image& dx, const Image& dy, Beyond beyond) const = 0;
  /// Gaussian; `sigma` in pixels.
  virtual Image blur(const Image& image, double sigma) const = 0;
  /// Contrast-limited adaptive histogram equalisation (Zuiderveld 1994), each channel on its own.
  virtual Image clahe(const Image& image, double clip, int tiles) const = 0;
  /// Canny's edges of a grey image, 1 on an edge, 0 elsewhere; thresholds on a scale where white is 1.
  virtual Image edges(const Image& image, double low, double high) const = 0;
};

}  // namespace xp
