// Memory for what is large and used again and again.
#pragma once
#include <cstddef>

namespace xp {

/// Fewer page faults and address translations, where the system offers them; before the memory is first touched.
void prefer_large_pages(void* data, std::size_t bytes);

/// A block of memory that grows.
class Arena {
 public:
  ~Arena();
  char* of(std::size_t bytes);  // at least; aligned; grows, and what it held is then lost

 private:
  char* data_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace xp
