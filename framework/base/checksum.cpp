#include "framework/base/checksum.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace xp {

std::uint64_t checksum(const void* data, std::size_t bytes) { return XXH3_64bits(data, bytes); }

}  // namespace xp
