// A CSV file that names images.
#pragma once
#include "registry/datasets/reading/files.h"

namespace xp::reading {

struct Named {
  std::vector<std::string> classes;  // sorted by bytes
  std::vector<Sample> samples;       // by class, then name: the order of lines does not matter
};

/// Columns path (relative to the file, or absolute) and label; group, source, split, fold and weight where they are
/// there; others are left alone. Throws Error with line and column for what is missing, written twice or makes no
/// sense, and for a column that looks like one of these misspelt.
Named read_manifest(const fs::path& file);

}  // namespace xp::reading
