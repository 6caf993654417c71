// The bright pixels of an image as a row of numbers, as projects on double contours tabulate them.
#pragma once
#include <array>

namespace xp {

/// Shares are of the image's pixels, brightness of 1, lengths in pixels of the image as it is stored. `edge`: Canny's
/// edges of the image whose other pixels are black; `contour`: edge pixels that touch, also at corners.
inline constexpr std::array bright_titles{
    "width",           "height",     "bright_share",    "bright_mean", "bright_deviation", "bright_centre_x",
    "bright_centre_y", "edge_share", "edges_of_bright", "contours",    "longest_contour",  "mean_contour"};

}  // namespace xp
