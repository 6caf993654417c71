#include "framework/engine/images/decode.h"

#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "framework/engine/images/dicom.h"
#include "framework/engine/images/header.h"
#include "framework/engine/images/jpeg.h"
#include "framework/engine/images/jpeg_segments.h"

namespace xp {
namespace {

/// Whether the scan has its end marker: a decoder fills what is missing of a file cut short with grey and only warns.
bool jpeg_ends(std::string_view bytes) {
  auto segment = jpeg_segment(bytes, 2);
  while (segment && segment->marker != 0xDA) segment = jpeg_segment(bytes, segment->next);
  return segment && bytes.find("\xFF\xD9", segment->next) != std::string_view::npos;
}

bool is_whole(std::string_view bytes, Format format) {
  if (format == Format::jpeg) return jpeg_ends(bytes);
  if (format == Format::png) return bytes.find("IEND") != std::string_view::npos;
  return true;
}

double white_of(const cv::Mat& mat) { return mat.depth() == CV_16U ? 65535 : mat.depth() == CV_8U ? 255 : 1; }

/// What is transparent in a picture of four channels lies over black; grey where one channel is wanted.
cv::Mat over_black(const cv::Mat& mat, int channels) {
  cv::Mat reals, colours, out;
  mat.convertTo(reals, CV_32F, 1 / white_of(mat));
  for (int y = 0; y < reals.rows; ++y)
    for (int x = 0; x < reals.cols; ++x) {
      auto& pixel = reals.at<cv::Vec4f>(y, x);
      for (int c = 0; c < 3; ++c) pixel[c] *= pixel[3];
    }
  cv::cvtColor(reals, out, channels == 3 ? cv::COLOR_BGRA2BGR : cv::COLOR_BGRA2GRAY);
  return out;
}

cv::Mat decoded(const std::string& bytes, const Header& header, const Reading& reading) {
  const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
  if (header.alpha) {
    const cv::Mat whole = cv::imdecode(raw, cv::IMREAD_UNCHANGED);
    if (whole.channels() == 4) return over_black(whole, reading.channels);
  }
  if (header.format == Format::jpeg)
    return cv::imdecode(raw, jpeg_flags(static_cast<int>(header.width), static_cast<int>(header.height), reading));
  cv::Mat mat =
      cv::imdecode(raw, (reading.channels == 3 ? cv::IMREAD_COLOR : cv::IMREAD_GRAYSCALE) | cv::IMREAD_ANYDEPTH);
  if (header.negative && mat.depth() == CV_16U) mat = cv::Scalar::all(65535) - mat;  // OpenCV does so for 8 bits alone
  return mat;
}

Image from(const cv::Mat& mat) {
  cv::Mat colours = mat;
  if (mat.channels() == 3) cv::cvtColor(mat, colours, cv::COLOR_BGR2RGB);
  Image image(mat.cols, mat.rows, mat.channels());
  cv::Mat reals(mat.rows, mat.cols, CV_32FC(mat.channels()), image.pixels.data());
  colours.convertTo(reals, CV_32F, 1 / white_of(mat));
  return image;
}

}  // namespace

bool too_large(std::uint64_t width, std::uint64_t height, std::string& why) {
  if (width == 0 || height <= most_pixels / width) return false;
  why = fmt::format("its header claims {} × {} pixels; more than {} are refused", width, height, most_pixels);
  return true;
}

std::optional<Image> decode(const std::string& bytes, const Reading& reading, std::string& why) {
  [[maybe_unused]] static const bool once = (cv::setNumThreads(1), true);  // images are decoded side by side
  if (bytes.empty()) return why = "the file is empty", std::nullopt;
  if (is_dicom(bytes)) return decode_dicom(bytes, reading, why);
  const std::optional<Header> claimed = header(bytes);
  if (!claimed) return why = "neither JPEG, PNG, TIFF, BMP nor DICOM", std::nullopt;
  if (claimed->width == 0 || claimed->height == 0) return why = "its header tells no size", std::nullopt;
  if (too_large(claimed->width, claimed->height, why)) return std::nullopt;
  if (!is_whole(bytes, claimed->format)) return why = "the file is cut short", std::nullopt;
  cv::Mat mat;
  try {
    mat = decoded(bytes, *claimed, reading);
  } catch (const cv::Exception& e) {
    return why = e.err, std::nullopt;
  }
  if (mat.empty()) return why = "not an image that can be decoded", std::nullopt;
  if (mat.total() > claimed->width * claimed->height)
    return why = fmt::format("it has {} × {} pixels, more than its header claims", mat.cols, mat.rows), std::nullopt;
  if (mat.depth() != CV_8U && mat.depth() != CV_16U && mat.depth() != CV_32F)
    return why = "its numbers are neither 8 nor 16 bit nor real", std::nullopt;
  if (mat.depth() == CV_32F && !cv::checkRange(mat)) return why = "it holds numbers that are not finite", std::nullopt;
  return from(mat);
}

}  // namespace xp
