// A heat map on its way back to the radiograph: laid over it, measured, drawn.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "framework/data/image.h"

namespace xp {

/// How much each part of what a network saw speaks for a class; cells are equal rectangles, none is negative.
struct Heat {
  int rows = 0, columns = 0;
  std::vector<double> values;
  bool empty() const;  // nowhere warm
};

/// At each pixel of a radiograph of this size, bilinear between the cells' centres; its largest value is that of the
/// warmest pixel, and 1 is that of the warmest cell. `region`: where the radiograph lies in what the network saw; what
/// was cropped away is cold.
Image laid_back(const Heat& heat, Region region, int width, int height);

/// Share of the heat that lies within `margin` of the radiograph's border, in shares of its sides, or beyond it, where
/// a letterbox has its bars. Even heat has 1 - 0.9² = 19 % within 5 %. None where the map is empty.
std::optional<double> border_share(const Heat& heat, Region region, double margin = 0.05);

/// `warmth` (0…1, of the radiograph's size) as colour over the grey radiograph, as PNG: the cold leaves it as it is,
/// then violet, red, orange, yellow; a thin line runs at half of the largest value.
std::string png_over(const Image& radiograph, const Image& warmth);
/// The same as JPEG, of at most so many bytes.
std::string jpeg_over(const Image& radiograph, const Image& warmth, std::size_t most);

}  // namespace xp
