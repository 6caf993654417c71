// What a plan's transforms may not do to its data, or to each other.
#pragma once
#include "framework/plan/plan.h"

namespace xp {

/// Throws Error where one exchanges left and right and the classes depend on them, takes 0 for black after another has
/// changed the scale, or mixes images that a frozen network says the same of each time.
void check_transforms(const Plan& plan, const Listing& data);

}  // namespace xp
