// What gives a class away without its spine, on demand: each a strength of 0 (not at all) to 1.
#pragma once
#include "registry/datasets/phantom/film.h"

namespace xp::phantom {

struct Shortcuts {
  double marker = 0;    // share of the images whose lead letter stands in their class's corner
  double exposure = 0;  // from the first class, the darkest, to the last
  double size = 0;      // from the first class, the smallest, to the last: 1 is half to one and a half times the height

  /// Pixels; `place` of the class among its fellows is 0 for the first, 1 for the last.
  int height(int usual, double place) const {
    return std::max(32, static_cast<int>(std::lround(usual * (1 + size * (place - 0.5)))));
  }

  void expose(Film& film, double place) const { film.level -= exposure * (place - 0.5); }

  /// Four corners, then the same with the other letter.
  void mark(Film& film, int label, Random& random) const {
    if (!random.chance(marker)) return;
    film.marker = label / 4 % 2 == 0 ? 'R' : 'L';
    film.marker_x = label % 2 == 0 ? 0.10 : 0.90, film.marker_y = label / 2 % 2 == 0 ? 0.06 : 0.94;
    film.marker_size = 0.03, film.marker_grey = 1, film.ringed = false;
  }
};

}  // namespace xp::phantom
