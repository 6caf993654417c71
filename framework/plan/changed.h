// A plan that was resolved, with some of its settings changed.
#pragma once
#include "framework/plan/plan.h"

namespace xp {

/// As if they had been set in the experiment: plugins before their settings, defaults written out, paths made absolute.
/// The data are listed again where a setting of theirs changes. Throws Error naming what is wrong, as `expand` does.
Plan changed(const Plan& plan, const Settings& settings);

}  // namespace xp
