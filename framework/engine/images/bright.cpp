#include "framework/engine/images/bright.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "framework/data/bright.h"
#include "framework/engine/images/image_ops.h"
#include "framework/engine/images/parallel.h"
#include "framework/engine/images/survey.h"

namespace xp {
namespace {

constexpr double canny_low = 100, canny_high = 200;  // of 255, as the transform bright_edges has them by default

float grey(const Image& image, int x, int y) {
  if (image.channels == 1) return image.at(x, y);
  return 0.299f * image.at(x, y, 0) + 0.587f * image.at(x, y, 1) + 0.114f * image.at(x, y, 2);
}

struct Contours {
  double count = 0, longest = 0, pixels = 0;
};

Contours contours_of(const Image& edges) {
  cv::Mat mask(edges.height, edges.width, CV_8U), labels, stats, centres;
  for (int y = 0; y < edges.height; ++y)
    for (int x = 0; x < edges.width; ++x) mask.at<std::uint8_t>(y, x) = edges.at(x, y) > 0.5f;
  Contours out;
  const int n = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8);
  for (int i = 1; i < n; ++i) {  // 0 is what is no edge
    const double area = stats.at<int>(i, cv::CC_STAT_AREA);
    ++out.count, out.pixels += area, out.longest = std::max(out.longest, area);
  }
  return out;
}

}  // namespace

std::vector<double> bright_numbers(const Image& image, double threshold) {
  Image bright(image.width, image.height);
  double n = 0, sum = 0, squares = 0, sum_x = 0, sum_y = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const float v = grey(image, x, y);
      if (!(std::round(255 * v) > threshold)) continue;
      bright.at(x, y) = v;
      ++n, sum += v, squares += static_cast<double>(v) * v, sum_x += x + 0.5, sum_y += y + 0.5;
    }
  const Contours found = contours_of(CvImageOps().edges(bright, canny_low / 255, canny_high / 255));
  const double all = static_cast<double>(image.width) * image.height, some = std::max(1.0, n), mean = sum / some;
  return {static_cast<double>(image.width),
          static_cast<double>(image.height),
          n / all,
          mean,
          std::sqrt(std::max(0.0, squares / some - mean * mean)),
          n > 0 ? sum_x / n / image.width : 0.5,
          n > 0 ? sum_y / n / image.height : 0.5,
          found.pixels / all,
          found.pixels / some,
          found.count,
          found.longest,
          found.count > 0 ? found.pixels / found.count : 0};
}

std::vector<std::vector<double>> bright_numbers(const Listing& listing, const Choice& choice, double threshold,
                                                int threads, const std::function<bool()>& stop) {
  const auto dataset = Registry::global().make<Dataset>(choice);
  std::vector<std::vector<double>> out(listing.samples.size());
  const bool done = in_parallel(out.size(), threads, stop, [&](std::size_t i) {
    std::string why;
    const auto image = whole_image(listing.samples[i], *dataset, listing.dicom_window, 0, why);
    out[i] = image ? bright_numbers(*image, threshold)
                   : std::vector(bright_titles.size(), std::numeric_limits<double>::quiet_NaN());
  });
  if (!done) throw Error("interrupted while looking at the images", "", Exit::interrupted);
  return out;
}

}  // namespace xp
