// The heat maps of an image's tiles, put together.
#pragma once
#include <optional>
#include <vector>

#include "framework/engine/explain/heatmap.h"

namespace xp {

struct TileHeat {
  Region tile;  // in the radiograph
  Heat heat;
  Region seen;  // where the tile lies in what the network saw
};

/// As laid_back for each tile, on the scale of them all: 1 is the warmest cell of any. Nothing is smoothed between
/// tiles: the network never saw across their edges.
Image mosaic(const std::vector<TileHeat>& tiles, int width, int height);

/// Share of a radiograph's warmth in pixels whose centres lie within `margin` of its border, in shares of its sides.
/// None where it is cold.
std::optional<double> border_share(const Image& warmth, double margin = 0.05);

}  // namespace xp
