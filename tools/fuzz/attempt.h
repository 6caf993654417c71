// What the fuzzers hold of every reader: whatever the bytes, an Error or a value.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "framework/base/error.h"

namespace xp {

template <class Read>
int attempt(const std::uint8_t* data, std::size_t size, Read read) {
  try {
    read(std::string_view(reinterpret_cast<const char*>(data), size));
  } catch (const Error&) {
  }
  return 0;
}

}  // namespace xp
