// How people name runs and sweeps: run12, 12, run12..run15, last, best:val/accuracy, sweep3 for all its runs. Folds and
// controls, which are parts of a run, go by their numbers alone; a range holds them where one of its ends is such a
// part. And sweeps: sweep3, last.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "framework/store/store.h"

namespace xp {

/// Ids in the order named, without repetition; every one exists. A name given to several runs means all of them. Throws
/// Error with the nearest name.
std::vector<std::int64_t> runs_named(const Store& store, const std::vector<std::string>& names);
/// Exactly one.
std::int64_t run_named(const Store& store, const std::string& name);

/// "sweep3", or the name that a sweep was given, of several the last; nothing for words that mean no sweep. Throws
/// Error where sweep3 does not exist.
std::optional<SweepRow> sweep_if_named(const Store& store, const std::string& name);
/// Where a sweep is wanted: also 3, its experiment, and last. Throws Error with the nearest name.
SweepRow sweep_named(const Store& store, const std::string& name);

}  // namespace xp
