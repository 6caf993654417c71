// From the store, and from the pages in a folder, to an index of everything.
#pragma once
#include <string>

#include "framework/store/store.h"
#include "reports/pages/pages.h"

namespace xp {

/// Runs that are parts of no other, sweeps, and which of them have a page in `folder` under its usual name.
Index indexed(const Store& store, const std::string& folder);

}  // namespace xp
