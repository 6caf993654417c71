#include "framework/engine/images/image_ops.h"

#include <opencv2/imgproc.hpp>

namespace xp {
namespace {

cv::Mat seen(const Image& image) {
  return {image.height, image.width, CV_32FC(image.channels), const_cast<float*>(image.pixels.data())};
}

int border(Beyond beyond) { return beyond.kind == Beyond::mirrored ? cv::BORDER_REFLECT_101 : cv::BORDER_CONSTANT; }

Image like(const Image& image) { return {image.width, image.height, image.channels}; }

}  // namespace

Image CvImageOps::resize(const Image& image, int width, int height, Filter filter) const {
  Image out(width, height, image.channels);
  cv::Mat to = seen(out);
  cv::resize(seen(image), to, to.size(), 0, 0,
             filter == Filter::area       ? cv::INTER_AREA
             : filter == Filter::bilinear ? cv::INTER_LINEAR
                                          : cv::INTER_LANCZOS4);
  return out;
}

Image CvImageOps::warp(const Image& image, const Affine& from, Beyond beyond) const {
  Image out = like(image);
  cv::Mat to = seen(out);
  const cv::Matx23d matrix(from.a, from.b, from.c, from.d, from.e, from.f);
  cv::warpAffine(seen(image), to, matrix, to.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, border(beyond),
                 cv::Scalar::all(beyond.fill));
  return out;
}

Image CvImageOps::displace(const Image& image, const Image& dx, const Image& dy, Beyond beyond) const {
  Image x = dx, y = dy, out = like(image);
  for (int row = 0; row < image.height; ++row)
    for (int column = 0; column < image.width; ++column) {
      x.at(column, row) += static_cast<float>(column);
      y.at(column, row) += static_cast<float>(row);
    }
  cv::Mat to = seen(out);
  cv::remap(seen(image), to, seen(x), seen(y), cv::INTER_LINEAR, border(beyond), cv::Scalar::all(beyond.fill));
  return out;
}

Image CvImageOps::blur(const Image& image, double sigma) const {
  Image out = like(image);
  cv::Mat to = seen(out);
  cv::GaussianBlur(seen(image), to, {}, sigma, sigma, cv::BORDER_REFLECT_101);
  return out;
}

/// On 256 levels: tiles hold fewer pixels than 16 bits have levels, and every count would be above the limit.
Image CvImageOps::clahe(const Image& image, double clip, int tiles) const {
  cv::Mat bytes, equalised;
  seen(image).convertTo(bytes, CV_8U, 255);
  std::vector<cv::Mat> channels;
  cv::split(bytes, channels);
  for (cv::Mat& c : channels) cv::createCLAHE(clip, {tiles, tiles})->apply(c, c);
  cv::merge(channels, equalised);
  Image out = like(image);
  cv::Mat to = seen(out);
  equalised.convertTo(to, CV_32F, 1.0 / 255);
  return out;
}

Image CvImageOps::edges(const Image& image, double low, double high) const {
  cv::Mat bytes, found;
  seen(image).convertTo(bytes, CV_8U, 255);
  cv::Canny(bytes, found, low * 255, high * 255);
  Image out = like(image);
  cv::Mat to = seen(out);
  found.convertTo(to, CV_32F, 1.0 / 255);
  return out;
}

}  // namespace xp
