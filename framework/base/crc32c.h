// CRC-32C (Castagnoli; RFC 3720, appendix B.4), by Boost.
#pragma once
#include <cstdint>
#include <string_view>

namespace xp {

std::uint32_t crc32c(std::string_view bytes);

}  // namespace xp
