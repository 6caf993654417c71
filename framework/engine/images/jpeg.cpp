#include "framework/engine/images/jpeg.h"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>

namespace xp {

int jpeg_flags(int width, int height, const Reading& reading) {
  const bool colours = reading.channels == 3;
  const int least = std::max(reading.width, reading.height), shorter = std::min(width, height);
  if (least > 0 && shorter / 8 >= least) return colours ? cv::IMREAD_REDUCED_COLOR_8 : cv::IMREAD_REDUCED_GRAYSCALE_8;
  if (least > 0 && shorter / 4 >= least) return colours ? cv::IMREAD_REDUCED_COLOR_4 : cv::IMREAD_REDUCED_GRAYSCALE_4;
  if (least > 0 && shorter / 2 >= least) return colours ? cv::IMREAD_REDUCED_COLOR_2 : cv::IMREAD_REDUCED_GRAYSCALE_2;
  return colours ? cv::IMREAD_COLOR : cv::IMREAD_GRAYSCALE;
}

}  // namespace xp
