// The sources of custom layers: which a plan names, and the libraries that they become. They link torch, so compiling
// one takes seconds the first time; only what runs a plan does it.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/compile.h"
#include "framework/plan/plan.h"

namespace xp {

/// A file as a plan names it: absolute, with the SHA-256 of its text. Throws Error when there is none.
LayerSource layer_source(const std::string& file);

/// Where the sources of stored runs lie, by content: what `layer_libraries` compiles rather than the file that the plan
/// names, which may be gone or another by now.
void remember_layer_source(const SourceFile& source);

/// The libraries of a plan's custom layers, compiled where that was not done before, and their sources. Throws Error
/// with the compiler's own message, for a file that is not what the plan names, and for one that includes headers of
/// its own: only its own text enters the identity of a run.
std::vector<Compiled> layer_libraries(const Plan& plan);

}  // namespace xp
