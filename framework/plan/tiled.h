// What of an image a plan's network is shown.
#pragma once
#include <vector>

#include "framework/data/tile.h"
#include "framework/plan/plan.h"

namespace xp {

/// The parts in which the plan's network sees an image, row by row: the grid of its tiles where it learned from such,
/// else the whole image alone.
std::vector<Tile> parts_of_an_image(const Plan& plan);

}  // namespace xp
