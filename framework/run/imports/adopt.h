// Runs that were recorded elsewhere, as runs of ours.
#pragma once
#include <string>
#include <vector>

#include "framework/run/exports/whole.h"
#include "framework/run/imports/foreign.h"

namespace xp {

/// Under new numbers, with what they say of themselves: times, status, uuid; one whose uuid is here already is left as
/// it is, but for artifacts that it lacks where it came from elsewhere. Folds and controls stay with their parents.
/// `from`: the file or folder, which each run's origin names. Throws Error, before anything is added, for what does not
/// fit together, and for an artifact that is not what its hash says.
ImportedRuns adopt(Store& store, std::vector<WholeRun> runs, const std::string& from);

}  // namespace xp
