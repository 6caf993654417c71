// From files to pixels: the only place where images are decoded.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "framework/data/image.h"

namespace xp {

/// What is wanted of a file.
struct Reading {
  int channels = 1;           // 1 grey, 3 RGB
  bool dicom_window = true;   // DICOM by its window, where it has one; else by its full range
  int width = 0, height = 0;  // the smallest size that is needed: a JPEG may come back reduced, not below it; 0: whole
};

/// A file that claims more is refused by its header: four times the largest radiographs, and what memory can bear.
inline constexpr std::uint64_t most_pixels = std::uint64_t{1} << 27;
/// True, with the reason in `why`, for a size beyond that.
bool too_large(std::uint64_t width, std::uint64_t height, std::string& why);

/// From a file's bytes, told by content: JPEG, PNG, TIFF, BMP or DICOM, with 1 to 16 bits, palettes, CMYK or real
/// numbers, to grey or RGB, turned as the EXIF orientation says. What is transparent lies over black. Empty for what is
/// none of these, is cut short, claims no size or more than most_pixels or holds numbers that are not finite; `why`
/// then tells.
std::optional<Image> decode(const std::string& bytes, const Reading& reading, std::string& why);

}  // namespace xp
