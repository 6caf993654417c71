// Small pictures of a dataset, as numbers.
#pragma once
#include <functional>
#include <vector>

#include "framework/plan/plan.h"

namespace xp {

/// See Engine::thumbnails.
std::vector<std::vector<double>> thumbnails_of(const Listing& listing, const Choice& dataset, int side, int threads,
                                               const std::function<bool()>& stop);

}  // namespace xp
