#include "framework/engine/images/jpeg_segments.h"

#include <algorithm>

namespace xp {

bool JpegSegment::is_frame() const {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

std::optional<JpegSegment> jpeg_segment(std::string_view bytes, std::size_t from) {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u; };
  for (std::size_t at = bytes.find('\xFF', from); at != bytes.npos; at = bytes.find('\xFF', at + 1)) {
    const unsigned marker = byte(at + 1);
    if (marker == 0 || marker == 0xFF) continue;  // stuffing and filling
    const std::size_t behind = at + 2;
    const bool bare = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9);  // TEM, RSTn, SOI, EOI
    const std::size_t length = bare ? 0 : std::max(2u, byte(behind) << 8 | byte(behind + 1));
    return JpegSegment{static_cast<int>(marker), behind, behind + length};
  }
  return {};
}

}  // namespace xp
