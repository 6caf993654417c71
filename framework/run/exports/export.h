// Runs for other tools: what they can read, without loss.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "framework/store/store.h"

namespace xp {

struct Exported {
  std::int64_t runs = 0, files = 0;
  double bytes = 0;
  std::vector<std::string> remarks = {};  // on what the format cannot say, sentences
};

/// Each writes to `place`, where nothing is yet: a folder, or for JSON a file. Sweeps, checkpoints, what a resumed
/// run replaced, and earlier values of what was logged again stay behind. Throws Error, for damaged records too.
Exported export_csv(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place);
Exported export_json(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place);
/// `named`: what the folder is called afterwards, since MLflow finds artifacts by absolute paths.
Exported export_mlflow(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place,
                       const std::string& named);
Exported export_tensorboard(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place);

}  // namespace xp
