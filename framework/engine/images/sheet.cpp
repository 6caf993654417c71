#include "framework/engine/images/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "framework/engine/images/parallel.h"
#include "framework/engine/images/survey.h"

namespace xp {
namespace {

constexpr int cell = 160, gap = 8, margin = 16, title = 30, caption = 16;  // pixels
const cv::Scalar paper(250, 250, 250), ink(40, 40, 40), faint(120, 120, 120), mat(232, 232, 232);

/// OpenCV draws ASCII alone.
std::string drawable(const std::string& text, int most) {
  std::string out;
  for (const unsigned char c : text)
    if (c < 0x80)
      out += c < 32 || c == 127 ? '?' : static_cast<char>(c);
    else if (c >= 0xC0)  // the first byte of a character
      out += '?';
  const auto length = static_cast<std::size_t>(most);
  return out.size() <= length ? out : out.substr(0, length - 11) + "..." + out.substr(out.size() - 8);
}

void write(cv::Mat& sheet, const std::string& text, int x, int y, double size, const cv::Scalar& colour) {
  cv::putText(sheet, text, {x, y}, cv::FONT_HERSHEY_SIMPLEX, size, colour, 1, cv::LINE_AA);
}

/// Within a cell, whole, its shape kept.
cv::Mat small(const Image& image) {
  cv::Mat pixels(image.height, image.width, CV_32FC(image.channels), const_cast<float*>(image.pixels.data()));
  const double scale = static_cast<double>(cell) / std::max(image.width, image.height);
  const cv::Size size(std::max(1, static_cast<int>(image.width * scale)),
                      std::max(1, static_cast<int>(image.height * scale)));
  cv::Mat out, colours;
  cv::resize(pixels, out, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::cvtColor(out, colours, image.channels == 3 ? cv::COLOR_RGB2BGR : cv::COLOR_GRAY2BGR);
  colours.convertTo(out, CV_8UC3, 255);
  return out;
}

/// A name without its class's folder.
std::string short_name(const std::string& name) { return name.substr(name.find_last_of('/') + 1); }

}  // namespace

std::string sheet_of(const Listing& listing, const Choice& choice, const std::vector<std::vector<int>>& rows,
                     int threads, const std::function<bool()>& stop) {
  const auto dataset = Registry::global().make<Dataset>(choice);
  const std::vector<std::int64_t> counts = listing.counts();
  std::size_t columns = 1;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  const int row_height = title + cell + caption + gap;
  cv::Mat sheet(2 * margin + static_cast<int>(rows.size()) * row_height,
                2 * margin + static_cast<int>(columns) * (cell + gap) - gap, CV_8UC3, paper);
  std::vector<std::pair<int, cv::Rect>> places;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const int top = margin + static_cast<int>(r) * row_height;
    write(sheet, fmt::format("{}   {} of {}", drawable(listing.classes[r], 40), rows[r].size(), counts[r]), margin,
          top + title - 11, 0.55, ink);
    for (std::size_t c = 0; c < rows[r].size(); ++c)
      places.emplace_back(rows[r][c], cv::Rect(margin + static_cast<int>(c) * (cell + gap), top + title, cell, cell));
  }
  const bool done = in_parallel(places.size(), threads, stop, [&](std::size_t i) {
    const auto& [index, place] = places[i];
    const Sample& sample = listing.samples[static_cast<std::size_t>(index)];
    cv::rectangle(sheet, place, mat, cv::FILLED);
    std::string why;
    if (const auto image = whole_image(sample, *dataset, listing.dicom_window, cell, why)) {
      const cv::Mat picture = small(*image);
      picture.copyTo(sheet(
          {place.x + (cell - picture.cols) / 2, place.y + (cell - picture.rows) / 2, picture.cols, picture.rows}));
    } else {
      write(sheet, "cannot be read", place.x + 30, place.y + cell / 2, 0.4, ink);
    }
    write(sheet, drawable(short_name(sample.name), 25), place.x, place.y + cell + 12, 0.33, faint);
  });
  if (!done) throw Error("interrupted while looking at the images", "", Exit::interrupted);
  std::vector<std::uint8_t> png;
  cv::imencode(".png", sheet, png);
  return {png.begin(), png.end()};
}

}  // namespace xp
