// An experiment may define plugins of its own: they are gone when its library is, and come back from the sources that a
// run keeps.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/compile.h"
#include "framework/store/record.h"

namespace xp {

/// Whose code may be compiled and run: that of runs that were recorded here, or of imported ones too.
enum class Trust { own, anyone };

/// As they were when the run started.
std::vector<SourceFile> stored_sources(const Record& record);

/// Those of the stored sources that the run's plan needs: all of the experiment's where it names a plugin that is not
/// registered, and the files of its custom layers.
std::vector<Source> needed_sources(const Record& record);

/// Of what would be compiled of somebody else's: a line a file with its size and SHA-256. Empty
/// for a run that was recorded here, and for one whose plan needs no code of its own.
std::string foreign_code(const Record& record);

/// When the run's plan names a plugin that is not registered, compiles its stored sources and loads them; its custom
/// layers are from now on compiled from what it kept. Throws Error when they do not compile or are not what was
/// stored, and, before anything is compiled, for somebody else's code that is not trusted; `trusting` is the command
/// that would.
void load_own_plugins(const Record& record, Trust trust = Trust::own, const std::string& trusting = "");

}  // namespace xp
