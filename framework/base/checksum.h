// XXH3 with 64 bits (libxxhash): a hash of bytes as they lie in memory, many gigabytes a second. Against chance, not
// against an author: for that there is hash.h.
#pragma once
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace xp {

std::uint64_t checksum(const void* data, std::size_t bytes);

template <class T>
std::uint64_t checksum(const std::vector<T>& values) {
  static_assert(std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>, "padding has no value");
  return checksum(values.data(), values.size() * sizeof(T));
}

}  // namespace xp
