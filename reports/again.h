// How a run is made to happen again.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"

namespace xp {

/// A sentence, and the commands that it is about, one a line.
struct Again {
  std::string sentence, commands;
};
/// Of one that ended: its stored plan, verified, of folds each for itself; then the command line by which it was
/// started, where that was recorded.
std::vector<Again> again(const Record& record);
/// Which commit its sources stood at, and where changes are that were not committed; empty where neither is known.
std::string source_state(const Record& record);

}  // namespace xp
