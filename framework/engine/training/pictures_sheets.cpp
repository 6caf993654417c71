// Many small pictures on one: what the data hold, and what the network saw of them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "framework/engine/images/encode.h"
#include "framework/engine/training/pictures.h"

namespace xp {
namespace {

using Json = nlohmann::json;

/// Cells of one size, in rows.
class Sheet {
 public:
  Sheet(int columns, int rows, int cell)
      : columns_(columns),
        cell_(cell),
        pixels_(gap + rows * (cell + gap), gap + columns * (cell + gap), CV_8UC3, cv::Scalar(232, 232, 232)) {}

  /// Whole in its cell, its shape kept; grey, or in colours, blue first.
  void put(const cv::Mat& picture, int place) {
    const double scale = static_cast<double>(cell_) / std::max(picture.cols, picture.rows);
    const auto side = [&](int length) { return std::clamp(cvRound(length * scale), 1, cell_); };
    cv::Mat small;
    cv::resize(picture, small, {side(picture.cols), side(picture.rows)}, 0, 0,
               scale < 1 ? cv::INTER_AREA : cv::INTER_NEAREST);
    if (small.channels() == 1) cv::cvtColor(small, small, cv::COLOR_GRAY2BGR);
    const int x = gap + place % columns_ * (cell_ + gap), y = gap + place / columns_ * (cell_ + gap);
    small.copyTo(pixels_({x + (cell_ - small.cols) / 2, y + (cell_ - small.rows) / 2, small.cols, small.rows}));
  }
  const cv::Mat& pixels() const { return pixels_; }

 private:
  static constexpr int gap = 4;
  int columns_, cell_;
  cv::Mat pixels_;
};

/// Of what enters the network, between two values that become black and white.
cv::Mat shown(const Tensor& image, double black, double white) {
  const Tensor colours = image.size(0) == 3 ? image.flip({0}) : image.narrow(0, 0, 1);
  const Tensor bytes =
      ((colours - black) * (255 / (white - black))).clamp(0, 255).permute({1, 2, 0}).to(at::kByte).contiguous();
  return cv::Mat(static_cast<int>(bytes.size(0)), static_cast<int>(bytes.size(1)),
                 CV_8UC(static_cast<int>(bytes.size(2))), bytes.data_ptr())
      .clone();
}

/// The samples of the first classes that have any, each row drawn at random, in the listing's order.
std::vector<std::vector<int>> rows_of(const Listing& listing, const std::vector<int>& samples, std::size_t classes,
                                      std::size_t most) {
  std::vector<std::vector<int>> rows(listing.classes.size());
  for (const int s : samples)
    rows[static_cast<std::size_t>(listing.samples[static_cast<std::size_t>(s)].label)].push_back(s);
  std::erase_if(rows, [](const std::vector<int>& row) { return row.empty(); });
  rows.resize(std::min(rows.size(), classes));
  for (std::vector<int>& row : rows) {
    Random(1, "contact sheet").shuffle(row);  // every so many would meet tiles at one place of their parents
    row.resize(std::min(row.size(), most));
    std::sort(row.begin(), row.end());
  }
  return rows;
}

}  // namespace

void Pictures::of_data(const std::vector<int>& training) {
  constexpr std::size_t columns = 8, classes = 12, few = 5;
  const Listing& listing = batches_.listing();
  const auto rows = rows_of(listing, training, classes, columns);
  if (rows.empty()) return;
  Sheet sheet(columns, static_cast<int>(rows.size()), rows.size() <= few ? 96 : 64);
  Json index{{"rows", Json::array()}};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      if (recorder_.interrupted()) return;
      std::string why;
      if (const auto image = small(rows[r][i], why)) sheet.put(in_bytes(*image), static_cast<int>(r * columns + i));
    }
    const Sample& first = listing.samples[static_cast<std::size_t>(rows[r][0])];
    index["rows"].push_back({{"class", listing.classes[static_cast<std::size_t>(first.label)]}, {"samples", rows[r]}});
  }
  recorder_.keep("pictures/data.jpg", jpeg(sheet.pixels(), most_bytes));
  recorder_.keep("pictures/data.json", index.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

void Pictures::of_training(const std::vector<std::vector<int>>& pieces) {
  constexpr int columns = 6, rows = 4;
  constexpr std::size_t most = columns * rows;
  std::vector<Tensor> seen;
  Repetitions repetitions;
  for (std::size_t p = 0; p < pieces.size() && seen.size() < most; ++p) {
    const Tensor images = Batches::finish(*batches_.begin(repetitions.of(pieces[p]), 1)).images;
    for (std::int64_t i = 0; i < images.size(0) && seen.size() < most; ++i) seen.push_back(images[i]);
  }
  const Tensor values = std::get<0>(at::stack(seen).flatten().sort());
  const std::int64_t thousandth = values.numel() / 1000;
  const double black = values[thousandth].item<double>(),
               white = values[values.numel() - 1 - thousandth].item<double>();
  Sheet sheet(columns, (static_cast<int>(seen.size()) + columns - 1) / columns, 96);
  for (std::size_t i = 0; i < seen.size(); ++i)
    sheet.put(shown(seen[i], black, white > black ? white : black + 1), static_cast<int>(i));
  recorder_.keep("pictures/seen.jpg", jpeg(sheet.pixels(), most_bytes));
}

}  // namespace xp
