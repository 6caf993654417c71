// From files to pixels: the only place where images are decoded and resampled.
#pragma once
#include <optional>
#include <string>

#include "framework/data/image.h"

namespace xp {

/// Grey (`channels` 1) or RGB (3), 8 and 16 bit, turned as its EXIF orientation says. Empty for a file that is no
/// image, is cut short, or claims more than 2^30 pixels; `why` then tells.
std::optional<Image> decode(const std::string& path, int channels, std::string& why);

/// OpenCV's.
class CvResampler : public Resampler {
 public:
  Image resize(const Image& image, int width, int height, Filter filter) const override;
};

}  // namespace xp
