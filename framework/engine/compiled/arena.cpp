#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <new>

#include "framework/engine/compiled/arena.h"

namespace xp {
namespace {

constexpr std::size_t page = 2 << 20;  // one large page: fewer of them, fewer faults

}  // namespace

void prefer_large_pages(void* data, std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  const auto address = reinterpret_cast<std::uintptr_t>(data), small = std::uintptr_t{4096};
  const std::uintptr_t from = (address + small - 1) / small * small, to = (address + bytes) / small * small;
  if (from < to) ::madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
}

Arena::~Arena() { std::free(data_); }

char* Arena::of(std::size_t bytes) {
  if (bytes <= bytes_) return data_;
  std::free(data_);
  data_ = nullptr;
  bytes_ = (bytes + page - 1) / page * page;
  data_ = static_cast<char*>(std::aligned_alloc(page, bytes_));
  if (!data_) {
    bytes_ = 0;
    throw std::bad_alloc();
  }
  prefer_large_pages(data_, bytes_);
  return data_;
}

}  // namespace xp
