// Many small pictures on one.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/plan/plan.h"

namespace xp {

/// See Engine::contact_sheet.
std::string sheet_of(const Listing& listing, const Choice& dataset, const std::vector<std::vector<int>>& rows,
                     int threads, const std::function<bool()>& stop);

}  // namespace xp
