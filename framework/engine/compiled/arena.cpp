#include <sys/mman.h>

#include <cstdlib>
#include <new>

#include "framework/engine/compiled/compiled_network.h"

namespace xp {
namespace {

constexpr std::size_t page = 2 << 20;  // one large page: fewer of them, fewer faults

}  // namespace

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
#ifdef MADV_HUGEPAGE
  ::madvise(data_, bytes_, MADV_HUGEPAGE);
#endif
  return data_;
}

}  // namespace xp
