// How a tracked run enters the store: where, as what, and in which surroundings.
#pragma once
#include "framework/store/store.h"
#include "framework/track/track.h"

namespace xp::track {

/// The folder of the records.
std::string home_of(const Options& options);
/// A command line as it may be recorded: "…" for what an option or setting with a name like token, key, password or
/// secret says ("--token=…", "--token …", "API_KEY=…").
std::vector<std::string> without_secrets(std::vector<std::string> words);
/// Of this process: "train".
std::string program_name();
/// The records, to be written to; waits for room on a full disk, as `Patience` does. Throws Error.
Store opened(const Options& options);
/// Adds a run with these settings, RUNNING in this process; waits as `opened` does. Throws
/// Error; a run that was added by then is FAILED.
std::int64_t begin(const std::string& experiment, const Options& options, const xp::Settings& settings, Store& store);

}  // namespace xp::track
