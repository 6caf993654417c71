#include "framework/engine/images/thumbnails.h"

#include <limits>
#include <opencv2/imgproc.hpp>

#include "framework/engine/images/parallel.h"
#include "framework/engine/images/survey.h"

namespace xp {
namespace {

std::vector<double> numbers_of(const Image& image, int side) {
  cv::Mat pixels(image.height, image.width, CV_32FC(image.channels), const_cast<float*>(image.pixels.data())), grey,
      small;
  if (image.channels == 3)
    cv::cvtColor(pixels, grey, cv::COLOR_RGB2GRAY);
  else
    grey = pixels;
  cv::resize(grey, small, {side, side}, 0, 0, cv::INTER_AREA);
  std::vector<double> out{static_cast<double>(image.width), static_cast<double>(image.height)};
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) out.push_back(small.at<float>(y, x));
  return out;
}

}  // namespace

std::vector<std::vector<double>> thumbnails_of(const Listing& listing, const Choice& choice, int side, int threads,
                                               const std::function<bool()>& stop) {
  const auto dataset = Registry::global().make<Dataset>(choice);
  std::vector<std::vector<double>> out(listing.samples.size());
  const bool done = in_parallel(out.size(), threads, stop, [&](std::size_t i) {
    std::string why;
    const auto image = whole_image(listing.samples[i], *dataset, listing.dicom_window, 0, why);
    out[i] = image ? numbers_of(*image, side)
                   : std::vector(static_cast<std::size_t>(2 + side * side), std::numeric_limits<double>::quiet_NaN());
  });
  if (!done) throw Error("interrupted while looking at the images", "", Exit::interrupted);
  return out;
}

}  // namespace xp
