// Looking at a whole dataset, in threads, for the audit.
#pragma once
#include <functional>

#include "framework/data/survey.h"
#include "framework/plan/plan.h"

namespace xp {

/// See Engine::survey.
Survey surveyed(const Listing& listing, const Choice& dataset, int threads, const std::function<bool()>& stop);

/// One image whole, in colour where it has any, before any transform: the part of it that a tile is. Empty, and `why`,
/// where its file cannot be read. `smallest` > 0: may come back reduced, its shorter side not below that.
std::optional<Image> whole_image(const Sample& sample, const Dataset& dataset, bool dicom_window, int smallest,
                                 std::string& why);

}  // namespace xp
