// From files to pixels: the only place where images are decoded.
#pragma once
#include <optional>
#include <string>

#include "framework/data/image.h"

namespace xp {

/// From a file's bytes: grey (`channels` 1) or RGB (3), 8 or 16 bit or real, turned as its EXIF orientation says. Empty
/// for what is no image, is cut short, claims more than 2^30 pixels or holds numbers that are not finite; `why` then
/// tells.
std::optional<Image> decode(std::string bytes, int channels, std::string& why);

}  // namespace xp
