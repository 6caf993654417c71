#include "framework/engine/explain/mosaic.h"

#include <catch2/catch.hpp>

#include "framework/data/tile.h"

using namespace xp;

namespace {

/// Two rows and two columns, each evenly warm.
std::vector<TileHeat> even(const std::vector<double>& warmth) {
  std::vector<TileHeat> out;
  const std::vector<Tile> grid = tiles(2, 2);
  for (std::size_t i = 0; i < grid.size(); ++i)
    out.push_back({grid[i].region, {2, 2, std::vector<double>(4, warmth[i])}, {}});
  return out;
}

}  // namespace

TEST_CASE("tiles lie where they were cut, on one scale, at odd sizes too") {
  const Image laid = mosaic(even({1, 2, 0, 4}), 5, 3);
  REQUIRE((laid.width == 5 && laid.height == 3));
  const float expected[3][5] = {{0.25, 0.25, 0.25, 0.5, 0.5}, {0.25, 0.25, 0.25, 0.5, 0.5}, {0, 0, 0, 1, 1}};
  for (int y = 0; y < 3; ++y)
    for (int x = 0; x < 5; ++x) CHECK(laid.at(x, y) == Approx(expected[y][x]));
}

TEST_CASE("what one tile shows is what its image alone would") {
  const Heat heat{1, 2, {3, 1}};
  const Image whole = laid_back(heat, {}, 8, 4), tile = mosaic({{{0.5, 0, 1, 1}, heat, {}}}, 16, 4);
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 8; ++x) {
      CHECK(tile.at(x + 8, y) == Approx(whole.at(x, y)));
      CHECK(tile.at(x, y) == 0);
    }
}

TEST_CASE("of tiles too even heat has 19 % at the border, and cold ones no share") {
  CHECK(border_share(mosaic(even({1, 1, 1, 1}), 100, 200)).value() == Approx(1 - 0.9 * 0.9));
  CHECK_FALSE(border_share(mosaic(even({0, 0, 0, 0}), 100, 200)).has_value());
}
