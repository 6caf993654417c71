// From the store to a sweep's page: its trials, the folds of one put together.
#pragma once
#include <string>

#include "framework/store/store.h"
#include "reports/sweep.h"

namespace xp {

/// `by`: a score of the validation part; empty: what training watched there, or else val/loss. Throws Error on any
/// other and for a sweep without trials.
SweepResult page_of(const Store& store, const SweepRow& sweep, std::string by = "");

}  // namespace xp
