// Small pictures as files.
#pragma once
#include <opencv2/core.hpp>
#include <string>

#include "framework/data/image.h"

namespace xp {

/// Its longest side so many pixels, its shape kept; each pixel the mean of those that it stands for. Never larger.
Image shrunk(const Image& image, int longest);
/// Grey, by the weights of luma where it has colours.
Image grey(const Image& image);
/// 0…1 as bytes: one channel, or three as OpenCV orders them.
cv::Mat in_bytes(const Image& image);
/// JPEG of quality 88, or of the best that takes at most so many bytes.
std::string jpeg(const cv::Mat& picture, std::size_t most);

}  // namespace xp
