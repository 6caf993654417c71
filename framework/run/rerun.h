// Does it happen again?
#pragma once
#include <string>
#include <vector>

#include "framework/engine/engine.h"
#include "framework/store/record.h"

namespace xp {

struct Verification {
  bool identical = false;
  std::int64_t metrics_compared = 0, predictions_compared = 0;
  std::string difference;  // the first, in the order data, split, epochs, predictions, weights; empty when identical
  std::vector<std::string> conditions;  // of the environment that differ: "threads: 2, now 1"
};

/// Bit by bit: split, metrics of every epoch, the chosen epoch, predictions of validation and test, weights. Telemetry
/// is never compared.
Verification verify(const Record& original, const Record& again);

/// The stored plan, its data looked up again: throws Error when a plugin is unknown or the data are not those of the
/// run, by fingerprint.
Plan stored_plan(const Record& record);

/// Where the run computed, for another thread count sums in another order: what a rerun uses unless told otherwise.
/// All cores, the CPU and fp32 where that was not recorded.
Placement stored_placement(const Record& record);

}  // namespace xp
