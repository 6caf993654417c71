// JPEGs in a page.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace xp {

struct PictureSize {
  int width = 0, height = 0;
};
/// As its frame header says (ITU-T T.81, B.2.2); none where the content is no JPEG, or has none.
std::optional<PictureSize> jpeg_size(std::string_view content);

/// <img> of a JPEG, embedded, with its width and height, so that nothing moves when it appears; empty where the content
/// is none, or larger than 40 kB.
std::string image_of_jpeg(const std::string& content, const std::string& alternative);

}  // namespace xp
