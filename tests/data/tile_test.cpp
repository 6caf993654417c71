#include "framework/data/tile.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("tiles of any image share no pixel and leave none out, and are what is cropped") {
  for (const auto& [rows, columns] : {std::pair{1, 1}, {2, 3}, {7, 5}})
    for (const auto& [width, height] : {std::pair{97, 41}, {7, 11}, {640, 480}}) {
      std::vector<int> covered(static_cast<std::size_t>(width) * height);
      for (const Tile& tile : tiles(rows, columns)) {
        const auto [left, top, right, bottom] = in_pixels(tile.region, width, height);
        const Image part = cropped(Image(width, height), tile.region);
        CHECK((part.width == right - left && part.height == bottom - top));
        for (int y = top; y < bottom; ++y)
          for (int x = left; x < right; ++x) ++covered[static_cast<std::size_t>(y) * width + x];
      }
      CHECK(covered == std::vector<int>(covered.size(), 1));
    }
}

TEST_CASE("tiles are named by row and column, and an area has at least one pixel") {
  CHECK(tiles(2, 3)[4].name == "r2c2");
  CHECK(tiles(1, 1)[0].region == Region{});
  const auto [left, top, right, bottom] = in_pixels({0.999, 0, 1, 0.001}, 10, 10);
  CHECK((right - left == 1 && bottom - top == 1));
}
