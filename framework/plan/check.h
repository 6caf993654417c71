// Whether a plan can run.
#pragma once
#include "framework/plan/plan.h"

namespace xp {

/// Makes everything once, so that whatever is wrong is said before anything runs. Throws Error.
void check(const Plan& plan);

}  // namespace xp
