// Whole numbers in the bytes of a file, as image formats write them.
#pragma once
#include <cstdint>
#include <string_view>

namespace xp {

struct NumbersInBytes {
  std::string_view bytes;
  bool big_endian = true;

  /// Of `count` bytes, at most 8, from `place` on; those beyond the end are 0.
  std::uint64_t at(std::uint64_t place, int count) const {
    std::uint64_t out = 0;
    for (int i = 0; i < count; ++i) {
      const std::uint64_t k = place + static_cast<std::uint64_t>(big_endian ? i : count - 1 - i);
      out = out << 8 | (k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0u);
    }
    return out;
  }
};

}  // namespace xp
