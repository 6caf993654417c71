#include "framework/engine/images/encode.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace xp {
namespace {

cv::Mat pixels_of(const Image& image) {
  return {image.height, image.width, CV_32FC(image.channels), const_cast<float*>(image.pixels.data())};
}

Image image_of(const cv::Mat& pixels) {
  Image out(pixels.cols, pixels.rows, pixels.channels());
  pixels.copyTo(cv::Mat(out.height, out.width, CV_32FC(out.channels), out.pixels.data()));
  return out;
}

}  // namespace

Image shrunk(const Image& image, int longest) {
  const double scale = static_cast<double>(longest) / std::max(image.width, image.height);
  if (scale >= 1) return image;
  cv::Mat out;
  cv::resize(pixels_of(image), out,
             {std::max(1, static_cast<int>(std::lround(image.width * scale))),
              std::max(1, static_cast<int>(std::lround(image.height * scale)))},
             0, 0, cv::INTER_AREA);
  return image_of(out);
}

Image grey(const Image& image) {
  if (image.channels != 3) return image;
  cv::Mat out;
  cv::cvtColor(pixels_of(image), out, cv::COLOR_RGB2GRAY);
  return image_of(out);
}

cv::Mat in_bytes(const Image& image) {
  cv::Mat ordered, out;
  if (image.channels == 3)
    cv::cvtColor(pixels_of(image), ordered, cv::COLOR_RGB2BGR);
  else
    ordered = pixels_of(image);
  ordered.convertTo(out, CV_8U, 255);
  return out;
}

std::string jpeg(const cv::Mat& picture, std::size_t most) {
  std::vector<std::uint8_t> out;
  for (int quality = 88; quality > 0; quality -= 12) {
    cv::imencode(".jpg", picture, out, {cv::IMWRITE_JPEG_QUALITY, quality});
    if (out.size() <= most) break;
  }
  return {out.begin(), out.end()};
}

}  // namespace xp
