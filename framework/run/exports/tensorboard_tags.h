// Tags of event files that say more than a scalar's name.
#pragma once

namespace xp {

/// Text: the run without its numbers (document.h).
inline constexpr const char* document_tag = "xp/run";

}  // namespace xp
