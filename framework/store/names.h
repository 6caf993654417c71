// How people name runs: run12, 12, run12..run15, last, best:val/accuracy. Folds and controls, which are parts of a run,
// go by their numbers alone; a range holds them where one of its ends is such a part.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "framework/store/store.h"

namespace xp {

/// Ids in the order named, without repetition; every one exists. A name given to several runs means all of them. Throws
/// Error with the nearest name.
std::vector<std::int64_t> runs_named(const Store& store, const std::vector<std::string>& names);
/// Exactly one.
std::int64_t run_named(const Store& store, const std::string& name);

}  // namespace xp
