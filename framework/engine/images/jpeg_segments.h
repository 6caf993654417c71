// The segments of a JPEG file (ITU-T T.81, B.1.1) as libjpeg finds them: what it skips must not hide a size from us.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace xp {

struct JpegSegment {
  int marker = 0;         // the byte behind 0xFF
  std::size_t at = 0;     // behind the marker: two bytes of length, then what it holds
  std::size_t next = 0;   // where the next one may begin, which may lie beyond the end; `at` for markers without length
  bool is_frame() const;  // SOFn: bits, height and width follow the length
};

/// The first at `from` or behind it, whatever rubbish lies before; none when the bytes end.
std::optional<JpegSegment> jpeg_segment(std::string_view bytes, std::size_t from);

}  // namespace xp
