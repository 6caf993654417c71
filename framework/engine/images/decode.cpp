#include "framework/engine/images/decode.h"

#include <cstdint>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string_view>

namespace xp {
namespace {

std::uint32_t big_endian(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t out = 0;
  for (int i = 0; i < count; ++i) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

/// Walks the segments (ITU-T T.81, B.1) to the scan and looks for its end marker: a decoder fills what is missing of a
/// file cut short with grey and only warns.
bool jpeg_ends(std::string_view bytes) {
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && static_cast<unsigned char>(bytes[at]) == 0xFF) {
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    at += 2 + big_endian(bytes, at + 2, 2);
    if (marker == 0xDA) return bytes.find("\xFF\xD9", at) != std::string_view::npos;
  }
  return false;
}

bool is_whole(std::string_view bytes) {
  if (bytes.substr(0, 2) == "\xFF\xD8") return jpeg_ends(bytes);
  if (bytes.substr(0, 4) == "\x89PNG") return bytes.find("IEND") != std::string_view::npos;
  return true;
}

Image from(const cv::Mat& mat) {
  cv::Mat colours = mat, reals;
  if (mat.channels() == 3) cv::cvtColor(mat, colours, cv::COLOR_BGR2RGB);
  const double white = mat.depth() == CV_16U ? 65535 : mat.depth() == CV_8U ? 255 : 1;
  colours.convertTo(reals, CV_32F, 1 / white);
  Image image(mat.cols, mat.rows, mat.channels());
  for (int y = 0; y < mat.rows; ++y)
    std::memcpy(&image.at(0, y), reals.ptr<float>(y),
                sizeof(float) * static_cast<std::size_t>(mat.cols) * mat.channels());
  return image;
}

}  // namespace

std::optional<Image> decode(std::string bytes, int channels, std::string& why) {
  [[maybe_unused]] static const bool once = (cv::setNumThreads(1), true);  // images are decoded side by side
  if (bytes.empty()) return why = "the file is empty", std::nullopt;
  if (!is_whole(bytes)) return why = "the file is cut short", std::nullopt;
  cv::Mat mat;
  try {
    const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, bytes.data());
    mat = cv::imdecode(raw, (channels == 3 ? cv::IMREAD_COLOR : cv::IMREAD_GRAYSCALE) | cv::IMREAD_ANYDEPTH);
  } catch (const cv::Exception& e) {
    why = e.err;
    return std::nullopt;
  }
  if (mat.empty()) return why = "not an image that can be decoded", std::nullopt;
  if (mat.depth() != CV_8U && mat.depth() != CV_16U && mat.depth() != CV_32F)
    return why = "its numbers are neither 8 nor 16 bit nor real", std::nullopt;
  if (!cv::checkRange(mat)) return why = "it holds numbers that are not finite", std::nullopt;
  return from(mat);
}

}  // namespace xp
