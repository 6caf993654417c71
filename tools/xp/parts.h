// What a run's diagnosis is made with, beside its own record.
#pragma once
#include <vector>

#include "framework/store/store.h"

namespace xp {

/// The records of its folds and controls that have FINISHED.
std::vector<Record> parts_of(const Store& store, const Record& record);

}  // namespace xp
