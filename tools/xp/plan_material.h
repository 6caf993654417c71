// What a page shows of a stored plan.
#pragma once
#include "reports/pages/material.h"

namespace xp {

/// Nothing is compiled for it: of a network that only the experiment's own sources can make, `missing` says so.
NetworkMaterial network_of(const Record& record);
/// As this version of xp describes them.
Settings defaults_of(const Record& record);

}  // namespace xp
