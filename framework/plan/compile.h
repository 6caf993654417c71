// From an experiment file to a loaded library, cached by content.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/experiment.h"

namespace xp {

struct SourceFile {
  std::string path;  // absolute
  std::string text;
};

struct Compiled {
  std::string library;              // path of the .so
  std::vector<SourceFile> sources;  // the .cpp first, then every header outside the system and xp
  bool cached = false;              // nothing was compiled
  double seconds = 0;
};

/// Compiles unless the same text of the file and its headers was compiled before by the same compiler against the same
/// xp. Throws Error with the compiler's own message.
Compiled compile(const std::string& file);

/// The same for a file of custom layers, which links LibTorch and the engine.
Compiled compile_layers(const std::string& file);

/// Loads the library (its plugins register themselves) and lets it state its experiment. Throws Error when it defines
/// a plugin that exists, has no XP_EXPERIMENT, or throws.
Experiment load_experiment(const Compiled& compiled);

/// Writes sources below a folder of the cache, as they lay to each other, and compiles the first: how a stored run's
/// own plugins come back. Throws Error where it includes a file that is not among them, such as one by its absolute
/// path.
Compiled compile_stored(const std::vector<SourceFile>& sources);

}  // namespace xp
