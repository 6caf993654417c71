// Runs that xp did not make from a plan.
#pragma once
#include "framework/store/record.h"

namespace xp {

/// Of a training loop that is not xp's, told through <xp/track.h> (setting "tracked": its program).
inline bool is_tracked(const Record& record) { return find(record.settings, "tracked") != nullptr; }

/// Imported or tracked: there is no plan, no network that xp knows, and nothing to run again.
inline bool without_plan(const Record& record) { return is_imported(record) || is_tracked(record); }

}  // namespace xp
