// From the store to the lines of a list, without reading whole records.
#pragma once
#include <vector>

#include "framework/store/store.h"
#include "reports/list.h"

namespace xp {

/// Of these runs, in their order.
std::vector<ListRow> listed(const Store& store, std::vector<RunRow> runs);
/// Of every run by id, folds and controls too; `deleted`: of those that were hidden instead.
std::vector<ListRow> listed(const Store& store, bool deleted = false);

}  // namespace xp
