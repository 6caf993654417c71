#include "framework/engine/explain/heatmap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>

#include "framework/engine/images/encode.h"

namespace xp {
namespace {

/// Between which cells of a side points lie: value = cell[i] + share · (cell[i + 1] - cell[i]).
struct Between {
  int first, second;
  double share;
  bool inside;  // of what the network saw
};

/// The centres of `points` equal steps from `begin` to `end`, where 0…1 is a side of so many cells.
std::vector<Between> along(int cells, int points, double begin, double end) {
  std::vector<Between> out;
  for (int i = 0; i < points; ++i) {
    const double at = begin + (end - begin) * (i + 0.5) / points;
    const double within = std::clamp(at * cells - 0.5, 0.0, static_cast<double>(cells - 1));
    const int first = static_cast<int>(within);
    out.push_back({first, std::min(first + 1, cells - 1), within - first, at >= 0 && at <= 1});
  }
  return out;
}

double value(const Heat& heat, Between row, Between column) {
  if (!row.inside || !column.inside) return 0;
  const auto in_row = [&](int r) {
    const double* cells = &heat.values[static_cast<std::size_t>(r) * heat.columns];
    return cells[column.first] + column.share * (cells[column.second] - cells[column.first]);
  };
  const double above = in_row(row.first);
  return above + row.share * (in_row(row.second) - above);
}

double warmest(const Heat& heat) { return *std::max_element(heat.values.begin(), heat.values.end()); }

using Colour = std::array<double, 3>;  // blue, green, red, as OpenCV has it

/// Warm colours that no grey has, getting lighter: the order can be told without seeing hues.
Colour colour(double warmth) {
  static constexpr Colour stops[] = {
      {0.55, 0.05, 0.35}, {0.45, 0.10, 0.70}, {0.20, 0.30, 0.92}, {0.05, 0.55, 1.00}, {0.30, 0.88, 1.00}};
  const double at = std::clamp(warmth, 0.0, 1.0) * 4;
  const int i = std::min(static_cast<int>(at), 3);
  Colour out;
  for (std::size_t c = 0; c < 3; ++c) out[c] = stops[i][c] + (at - i) * (stops[i + 1][c] - stops[i][c]);
  return out;
}

/// How much of the radiograph the colour hides: nothing where it is cold, never all.
double opacity(double warmth) {
  const double t = std::clamp((warmth - 0.1) / 0.4, 0.0, 1.0);
  return 0.62 * t * t * (3 - 2 * t);
}

/// Pixels no more than `thickness` from where the warmth crosses `level`.
bool on_line(const Image& warmth, int x, int y, int thickness, float level) {
  const bool inside = warmth.at(x, y) >= level;
  const auto differs = [&](int dx, int dy) {
    const int u = std::clamp(x + dx, 0, warmth.width - 1), v = std::clamp(y + dy, 0, warmth.height - 1);
    return (warmth.at(u, v) >= level) != inside;
  };
  return inside && (differs(thickness, 0) || differs(-thickness, 0) || differs(0, thickness) || differs(0, -thickness));
}

/// See png_over.
cv::Mat laid_over(const Image& radiograph, const Image& warmth) {
  const auto [low, high] = std::minmax_element(radiograph.pixels.begin(), radiograph.pixels.end());
  const double black = *low, range = *high > *low ? *high - *low : 1;
  const float hottest = *std::max_element(warmth.pixels.begin(), warmth.pixels.end());
  const int thickness = std::max(1, std::min(warmth.width, warmth.height) / 300);
  cv::Mat picture(radiograph.height, radiograph.width, CV_8UC3);
  for (int y = 0; y < radiograph.height; ++y)
    for (int x = 0; x < radiograph.width; ++x) {
      const double grey = (radiograph.at(x, y) - black) / range, heat = warmth.at(x, y);
      const bool line = hottest > 0 && on_line(warmth, x, y, thickness, hottest / 2);
      const double hidden = line ? 0.8 : opacity(heat);
      const Colour over = line ? Colour{1, 1, 1} : colour(heat);
      for (int c = 0; c < 3; ++c)
        picture.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(
            std::lround(255 * ((1 - hidden) * grey + hidden * over[static_cast<std::size_t>(c)])));
    }
  return picture;
}

}  // namespace

bool Heat::empty() const { return !(warmest(*this) > 0); }

Image laid_back(const Heat& heat, Region region, int width, int height) {
  Image out(width, height);
  if (heat.empty()) return out;
  const double scale = 1 / warmest(heat);
  const auto columns = along(heat.columns, width, region.left, region.right);
  const auto rows = along(heat.rows, height, region.top, region.bottom);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      out.at(x, y) = static_cast<float>(
          scale * value(heat, rows[static_cast<std::size_t>(y)], columns[static_cast<std::size_t>(x)]));
  return out;
}

std::optional<double> border_share(const Heat& heat, Region region, double margin) {
  if (heat.empty()) return std::nullopt;
  constexpr int points = 400;  // a side: 5 % are 20 of them
  const auto columns = along(heat.columns, points, 0, 1), rows = along(heat.rows, points, 0, 1);
  const auto near = [&](int i, double begin, double end) {
    const double at = ((i + 0.5) / points - begin) / (end - begin);
    return at < margin || at > 1 - margin;
  };
  double all = 0, outside = 0;
  for (int y = 0; y < points; ++y)
    for (int x = 0; x < points; ++x) {
      const double v = value(heat, rows[static_cast<std::size_t>(y)], columns[static_cast<std::size_t>(x)]);
      all += v;
      if (near(x, region.left, region.right) || near(y, region.top, region.bottom)) outside += v;
    }
  return outside / all;
}

std::string jpeg_over(const Image& radiograph, const Image& warmth, std::size_t most) {
  return jpeg(laid_over(radiograph, warmth), most);
}

std::string png_over(const Image& radiograph, const Image& warmth) {
  std::vector<std::uint8_t> png;
  cv::imencode(".png", laid_over(radiograph, warmth), png);
  return {png.begin(), png.end()};
}

}  // namespace xp
