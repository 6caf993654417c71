#include "reports/html/jpeg.h"

#include <fmt/format.h>

#include "framework/base/text.h"
#include "reports/html/escape.h"
#include "reports/html/packed.h"

namespace xp {

std::optional<PictureSize> jpeg_size(std::string_view content) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(content[i]); };
  const auto two = [&](std::size_t i) { return byte(i) << 8 | byte(i + 1); };
  if (content.size() < 4 || byte(0) != 0xFF || byte(1) != 0xD8) return std::nullopt;
  for (std::size_t at = 2; at + 9 <= content.size() && byte(at) == 0xFF;
       at += 2 + static_cast<std::size_t>(two(at + 2))) {
    const int marker = byte(at + 1);
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame && two(at + 5) && two(at + 7)) return PictureSize{two(at + 7), two(at + 5)};
    if (frame || marker == 0xDA) break;
  }
  return std::nullopt;
}

std::string image_of_jpeg(const std::string& content, const std::string& alternative) {
  constexpr std::size_t most_bytes = 40'000;
  const auto size = jpeg_size(content);
  if (!size || content.size() > most_bytes) return "";
  return fmt::format("<img src=\"data:image/jpeg;base64,{}\" width=\"{}\" height=\"{}\" alt=\"{}\">", base64(content),
                     size->width, size->height, escaped(shorten(valid_utf8(alternative), 200)));
}

}  // namespace xp
