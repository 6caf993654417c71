// How a home is: what is wrong with it, and how large it is.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace xp {

struct Ailment {
  std::string what, advice;  // sentences
  bool mended = false;
};

struct HomeStatistics {
  std::int64_t runs = 0, deleted = 0, sweeps = 0;
  std::int64_t epoch_values = 0, step_values = 0, predictions = 0;
  std::int64_t artifacts = 0;
  double database_bytes = 0, log_bytes = 0, artifact_bytes = 0, checkpoint_bytes = 0;
};

}  // namespace xp
