// The beginning of a JPEG: what a page reads of one.
#pragma once
#include <string>

namespace xp::test {

inline std::string jpeg_head(int width, int height, std::size_t size = 200) {
  const auto two = [](int n) { return std::string{static_cast<char>(n >> 8), static_cast<char>(n & 0xFF)}; };
  std::string out = "\xFF\xD8\xFF\xE0" + two(16) + std::string(14, '\0');  // an application's segment
  out += "\xFF\xC0" + two(17) + '\x08' + two(height) + two(width) + '\x03' + std::string(9, '\1');
  return out + std::string(size > out.size() ? size - out.size() : 0, 'x');
}

}  // namespace xp::test
