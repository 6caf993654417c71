// From absorption to grey: exposure, development, scatter, grain, the marker. Independent of the class.
#pragma once
#include "registry/datasets/phantom/canvas.h"

namespace xp::phantom {

struct Film {
  double level = 1, contrast = 2.5, black = 0, white = 1, gamma = 1;
  double tilt_x = 0, tilt_y = 0, vignette = 0;  // uneven beam: added absorption from edge to edge, and at the corners
  double grain = 0.03, stitch = -1, stitch_gain = 0;  // two exposures joined at a height (0..1); below 0: one
  char marker = 0;                                    // 'L', 'R' or none
  double marker_x = 0, marker_y = 0, marker_size = 0.03, marker_grey = 1;  // shares of width and height
  bool ringed = false;
};

/// The size of the picture and how the patient lies in it. Shape and size do not depend on the class.
View draw_view(int height, double difficulty, Random& random);
Film draw_film(double noise, double difficulty, Random& random);

/// Grey in 0..1; the grain is drawn from `random`.
Image develop(Canvas& canvas, const Film& film, Random& random);

}  // namespace xp::phantom
