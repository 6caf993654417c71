// The audit of what a run is about to learn from.
#pragma once
#include <functional>

#include "framework/data/audit.h"
#include "framework/engine/engine.h"

namespace xp {

/// What the engine sees of these data; the last are remembered within the process, so that a sweep looks once.
const Survey& surveyed(const Listing& listing, const Choice& dataset, Engine& engine, int threads,
                       const std::function<bool()>& stop);

/// With what was left out as unreadable.
Audit audited(const Prepared& prepared, const Choice& dataset, Engine& engine, int threads,
              const std::function<bool()>& stop);

}  // namespace xp
