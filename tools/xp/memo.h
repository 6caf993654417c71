// What takes a while to compute and depends on nothing but its input, kept between commands.
#pragma once
#include "framework/scores/resampling/resampled.h"

namespace xp {

/// In files under XDG_CACHE_HOME/xp/judgement, by SHA-256 of the key, each with the SHA-256 of its content: what is
/// damaged is computed anew. A cache that cannot be read or written is none; no command fails for it.
Memo memo_on_disk();

}  // namespace xp
