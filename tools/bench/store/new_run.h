// A run to write into.
#pragma once
#include "framework/store/store.h"

namespace xp {

/// RUNNING, with a plan that says nothing.
inline std::int64_t new_run(Store& store) {
  NewRun run;
  run.experiment = "bench", run.plan = "{}", run.identity = "i", run.fingerprint = "f";
  const std::int64_t id = store.add(run);
  store.start(id, this_process());
  return id;
}

}  // namespace xp
