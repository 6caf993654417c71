// The training step without the loop around it: what the framework's own overhead is measured against.
#pragma once
#include "framework/engine/engine.h"

namespace xp {

/// As Engine::bare_speed promises.
Pace bare_speed(const Plan& plan, const Placement& placement, int steps);

}  // namespace xp
