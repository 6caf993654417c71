#include "framework/data/tile.h"

#include <algorithm>
#include <cmath>

namespace xp {

std::vector<Tile> tiles(int rows, int columns) {
  std::vector<Tile> out;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      out.push_back({"r" + std::to_string(row + 1) + "c" + std::to_string(column + 1),
                     {static_cast<double>(column) / columns, static_cast<double>(row) / rows,
                      static_cast<double>(column + 1) / columns, static_cast<double>(row + 1) / rows}});
  return out;
}

PixelArea in_pixels(const Region& region, int width, int height) {
  const auto at = [](double share, int length) {
    return std::clamp(static_cast<int>(std::lround(share * length)), 0, length);
  };
  const int left = std::min(at(region.left, width), width - 1), top = std::min(at(region.top, height), height - 1);
  return {left, top, std::max(at(region.right, width), left + 1), std::max(at(region.bottom, height), top + 1)};
}

}  // namespace xp
