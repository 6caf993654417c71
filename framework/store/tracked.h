// Runs that xp did not make from a plan.
#pragma once
#include <string>

#include "framework/store/record.h"

namespace xp {

/// Of a training loop that is not xp's, told through <xp/track.h> (setting "tracked": its program).
inline bool is_tracked(const Record& record) { return find(record.settings, "tracked") != nullptr; }

/// Imported or tracked: there is no plan, no network that xp knows, and nothing to run again.
inline bool without_plan(const Record& record) { return is_imported(record) || is_tracked(record); }

/// Of a run without a plan, how it came to be here: "run12 was imported (metrics.csv)".
std::string came_as(const Record& record);
/// Of a tracked run, who alone can go on or do it again: "only that program can: ./train --rate 0.1".
std::string only_its_program(const Record& record);
/// The command line that it was told by; empty where none was recorded.
std::string command_of(const Record& record);

}  // namespace xp
