// Looking at a whole dataset, in threads, for the audit.
#pragma once
#include <functional>

#include "framework/data/survey.h"
#include "framework/plan/plan.h"

namespace xp {

Survey surveyed(const Listing& listing, const Choice& dataset, int threads, const std::function<bool()>& stop);

}  // namespace xp
