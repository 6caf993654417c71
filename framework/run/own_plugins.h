// An experiment may define plugins of its own: they are gone when its library is, and come back from the sources that a
// run keeps.
#pragma once
#include <vector>

#include "framework/plan/compile.h"
#include "framework/store/record.h"

namespace xp {

/// As they were when the run started.
std::vector<SourceFile> stored_sources(const Record& record);

/// When the run's plan names a plugin that is not registered, compiles its stored sources and loads them; its custom
/// layers are from now on compiled from what it kept. Throws Error when they do not compile.
void load_own_plugins(const Record& record);

}  // namespace xp
