#include "framework/engine/explain/mosaic.h"

#include <algorithm>

#include "framework/data/tile.h"

namespace xp {
namespace {

double warmest(const Heat& heat) { return *std::max_element(heat.values.begin(), heat.values.end()); }

}  // namespace

Image mosaic(const std::vector<TileHeat>& tiles, int width, int height) {
  Image out(width, height);
  double largest = 0;
  for (const TileHeat& t : tiles) largest = std::max(largest, warmest(t.heat));
  for (const TileHeat& t : tiles) {
    if (t.heat.empty()) continue;
    const auto [left, top, right, bottom] = in_pixels(t.tile, width, height);
    const Image part = laid_back(t.heat, t.seen, right - left, bottom - top);
    const auto scale = static_cast<float>(warmest(t.heat) / largest);
    for (int y = 0; y < part.height; ++y)
      for (int x = 0; x < part.width; ++x) out.at(left + x, top + y) = scale * part.at(x, y);
  }
  return out;
}

std::optional<double> border_share(const Image& warmth, double margin) {
  const auto near = [margin](int i, int side) {
    const double at = (i + 0.5) / side;
    return at < margin || at > 1 - margin;
  };
  double all = 0, outside = 0;
  for (int y = 0; y < warmth.height; ++y)
    for (int x = 0; x < warmth.width; ++x) {
      const double v = warmth.at(x, y);
      all += v;
      if (near(x, warmth.width) || near(y, warmth.height)) outside += v;
    }
  return all > 0 ? std::optional(outside / all) : std::nullopt;
}

}  // namespace xp
