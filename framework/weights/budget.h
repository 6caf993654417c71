// Hostile files are small and want to become large. What is made of a file stays in proportion to it.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

/// What may be made out of a file: 16 times its size, and always 1 MiB.
class Budget {
 public:
  explicit Budget(std::uint64_t file_size);
  /// Throws Error when the file wants more than that. To be asked before memory is.
  void spend(std::uint64_t bytes);

 private:
  std::uint64_t left_;
};

/// The bytes that `shape` takes; throws Error for a negative length and for more than 2^62 bytes.
std::uint64_t bytes_of(const std::vector<std::int64_t>& shape, std::size_t element_size);

}  // namespace xp
