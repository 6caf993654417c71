// Bytes, read forward, never past their end.
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "framework/base/error.h"

namespace xp {

static_assert(std::endian::native == std::endian::little, "weight files are little-endian, and read as they are");

class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}

  std::size_t left() const { return bytes_.size(); }
  /// All of these throw Error when there is not as much left.
  std::string_view take(std::uint64_t size) {
    if (size > bytes_.size()) throw Error("the file is cut short", "copy or download it again");
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  /// Up to a newline, which is passed.
  std::string_view line() {
    const std::string_view taken = take(bytes_.find('\n') == bytes_.npos ? bytes_.size() + 1 : bytes_.find('\n'));
    take(1);
    return taken;
  }

 private:
  std::string_view bytes_;
};

}  // namespace xp
