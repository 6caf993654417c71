// What a person sees while a plan runs: one live line an epoch on a terminal, plain lines in a log, nothing with -q.
#pragma once
#include <memory>

#include "framework/run/run.h"
#include "tools/xp/terminal.h"

namespace xp {

/// `plans`: how many will run in this command.
std::unique_ptr<Progress> progress_for(const Terminal& terminal, std::size_t plans);

}  // namespace xp
