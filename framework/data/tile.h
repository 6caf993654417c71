// The parts of an image that is not shown whole.
#pragma once
#include <string>
#include <vector>

#include "framework/data/image.h"

namespace xp {

struct Tile {
  std::string name;  // "r1c2": first row, second column; empty: the whole image
  Region region;
};

/// An image in so many rows and columns of equal parts, row by row.
std::vector<Tile> tiles(int rows, int columns);

/// What `cropped` takes of an image of this size: from left and top on, up to right and bottom.
struct PixelArea {
  int left, top, right, bottom;
};
PixelArea in_pixels(const Region& region, int width, int height);

}  // namespace xp
