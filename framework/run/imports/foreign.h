// Whole runs that other tools kept, as runs of ours.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "framework/store/store.h"

namespace xp {

struct ImportedRuns {
  struct Run {
    std::int64_t run = 0;
    std::string was;       // what it was called there
    bool known = false;    // it was here before, and nothing was added but artifacts that it lacked
    bool differs = false;  // known, with other values: nothing was added
  };
  std::vector<Run> runs = {};
  std::vector<std::string> remarks = {};  // on what was taken for what, and what was left out, sentences
  std::int64_t artifacts = 0;             // that runs which were known lacked
  std::vector<std::string> cut = {};      // runs of which so little is there that none was made
};

/// Each adds all runs of `place` in one transaction. Throws Error naming the file, and what of it is not understood, is
/// missing, or is not as xp wrote it.
ImportedRuns import_mlflow(Store& store, const std::string& place);       // an mlruns folder or a file mlflow.db
ImportedRuns import_tensorboard(Store& store, const std::string& place);  // a file tfevents, or a folder of them
ImportedRuns import_csv(Store& store, const std::string& place);          // a folder, as export_csv writes it
ImportedRuns import_json(Store& store, const std::string& place);         // a file, as export_json writes it

}  // namespace xp
