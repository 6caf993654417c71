// When a page says that it was written.
#pragma once
#include <string>

namespace xp {

/// "2026-11-20 09:24 UTC": now, or the second that SOURCE_DATE_EPOCH counts, which makes pages byte-stable. Throws
/// Error where that is no whole number of seconds since 1970.
std::string moment();

}  // namespace xp
