// What a run happened in: enough to say, later, what differed.
#pragma once
#include <string>

#include "framework/base/value.h"
#include "framework/run/repository.h"

namespace xp {

/// xp's version and build, compiler, command line, folder, processor, memory, kernel, libraries without the engine's,
/// and what was set of a list of variables: an allow-list, so that no secret is recorded. Each has its row in
/// framework/run/rerun/facts.cpp.
Settings environment(const std::string& command_line);

}  // namespace xp
