#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "framework/engine/images/likeness/around.h"

namespace xp {
namespace {

constexpr int side = 256;               // spots are looked for in a picture of side² pixels, whatever its shape
constexpr double coarser = 2;           // a pixel of the thumbnail is so many of these wide
constexpr std::size_t most_spots = 96;  // the strongest
constexpr int apart = 5;                // pixels between spots
constexpr int reach = 16;               // pixels around a spot that are described
constexpr int frequencies = 8;          // half waves across them, from 0
constexpr double unit = 200;            // length of a description: some numbers of 8 bits reach their end

cv::Size size_of_area(const Image& image, double area) {
  const double scale = std::sqrt(area / (double(image.width) * image.height));
  const auto scaled = [&](int length) {
    return std::clamp(static_cast<int>(std::lround(length * scale)), 2 * reach, 8 * side);
  };
  return {scaled(image.width), scaled(image.height)};
}

cv::Mat blurred(const cv::Mat& image, double sigma) {
  cv::Mat out;
  cv::GaussianBlur(image, out, {}, sigma, sigma, cv::BORDER_REFLECT_101);
  return out;
}

/// Band-passed, and divided by its own local strength: what brightness, contrast and gamma leave alone.
cv::Mat fine_structure(const cv::Mat& grey) {
  cv::Mat band = blurred(grey, 1.5) - blurred(grey, 6);
  cv::Mat strength = blurred(band.mul(band), 10);
  const double overall = std::sqrt(cv::mean(strength)[0]);
  cv::sqrt(strength, strength);
  strength += 0.3 * overall + 1e-3;
  return band / strength;
}

/// The determinant of the Hessian (Beaudet 1978): large on blobs, not on edges.
cv::Mat blobs(const cv::Mat& image) {
  cv::Mat xx, yy, xy;
  cv::Sobel(image, xx, CV_32F, 2, 0), cv::Sobel(image, yy, CV_32F, 0, 2), cv::Sobel(image, xy, CV_32F, 1, 1);
  return xx.mul(yy) - xy.mul(xy);
}

std::vector<cv::Point> standing_out(const cv::Mat& strength) {
  constexpr int margin = reach / 2;
  cv::Mat largest;
  cv::dilate(strength, largest, cv::getStructuringElement(cv::MORPH_RECT, {2 * apart + 1, 2 * apart + 1}));
  std::vector<cv::Point> found;
  for (int y = margin; y < strength.rows - margin; ++y)
    for (int x = margin; x < strength.cols - margin; ++x)
      if (const float s = strength.at<float>(y, x); s > 0 && s == largest.at<float>(y, x)) found.push_back({x, y});
  std::stable_sort(found.begin(), found.end(),
                   [&](auto a, auto b) { return strength.at<float>(a) > strength.at<float>(b); });
  if (found.size() > most_spots) found.resize(most_spots);
  return found;
}

/// Cosines of so many half waves over the neighbourhood, under a Gaussian window; odd rows are odd functions.
const cv::Mat& waves() {
  static const cv::Mat made = [] {
    cv::Mat rows(frequencies, 2 * reach + 1, CV_32F);
    for (int f = 0; f < frequencies; ++f)
      for (int i = -reach; i <= reach; ++i)
        rows.at<float>(f, i + reach) = static_cast<float>(std::exp(-0.5 * i * i / (0.55 * reach * 0.55 * reach)) *
                                                          std::cos(CV_PI * f * (i + reach + 0.5) / (2 * reach + 1)));
    return rows;
  }();
  return made;
}

std::array<std::int8_t, Signature::length> described(const cv::Mat& neighbourhood) {
  const cv::Mat spectrum = waves() * neighbourhood * waves().t();  // rows: frequency in y; columns: in x
  std::array<float, Signature::length> values;
  double norm = 0;
  for (int k = 0; k < Signature::length; ++k) {
    const auto [fx, fy] = frequency(k);
    values[k] = spectrum.at<float>(fy, fx), norm += values[k] * values[k];
  }
  std::array<std::int8_t, Signature::length> out;
  for (int k = 0; k < Signature::length; ++k)
    out[k] = static_cast<std::int8_t>(std::clamp(std::lround(unit * values[k] / std::sqrt(norm + 1e-12)), -127L, 127L));
  return out;
}

}  // namespace

std::pair<int, int> frequency(int k) {
  static const auto order = [] {
    std::array<std::pair<int, int>, Signature::length> out;
    std::size_t at = 0;
    for (int sum = 1; at < out.size(); ++sum)
      for (int fx = 0; fx <= sum && at < out.size(); ++fx)
        if (fx < frequencies && sum - fx < frequencies) out[at++] = {fx, sum - fx};
    return out;
  }();
  return order[k];
}

std::array<std::int8_t, Signature::length> mirrored(std::array<std::int8_t, Signature::length> around, Mirror mirror) {
  if (mirror == Mirror::none) return around;
  for (int k = 0; k < Signature::length; ++k) {
    const auto [fx, fy] = frequency(k);
    if ((mirror == Mirror::sideways ? fx : fy) % 2) around[k] = static_cast<std::int8_t>(-around[k]);
  }
  return around;
}

Signature signature(const Image& grey) {
  const cv::Mat whole(grey.height, grey.width, CV_32F, const_cast<float*>(grey.pixels.data()));
  cv::Mat picture, small, bytes, padded;
  cv::resize(whole, picture, size_of_area(grey, side * side), 0, 0,
             double(grey.width) * grey.height > side * side ? cv::INTER_AREA : cv::INTER_LINEAR);
  const cv::Mat structure = fine_structure(picture);
  cv::resize(structure, small, {}, 1 / coarser, 1 / coarser, cv::INTER_AREA);
  small.convertTo(bytes, CV_8U, 32, 128);

  Signature out;
  out.width = bytes.cols, out.height = bytes.rows;
  out.thumbnail.assign(bytes.begin<std::uint8_t>(), bytes.end<std::uint8_t>());
  out.brightness = static_cast<float>(cv::mean(picture)[0]);
  cv::copyMakeBorder(structure, padded, reach, reach, reach, reach, cv::BORDER_REFLECT_101);
  const auto in_thumbnail = [](int at, int length, int smaller) {
    return static_cast<float>((at + 0.5) * smaller / length - 0.5);
  };
  for (const cv::Point at : standing_out(blobs(structure)))
    out.spots.push_back({in_thumbnail(at.x, picture.cols, out.width), in_thumbnail(at.y, picture.rows, out.height),
                         described(padded(cv::Rect(at.x, at.y, 2 * reach + 1, 2 * reach + 1)))});
  return out;
}

}  // namespace xp
