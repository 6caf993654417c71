// Every augmentation at the ends of what it draws, to be looked at: xp_engine_tests "[sheet]" writes
// augmentations_*.png into the folder XP_SHEETS, or else the temporary one.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "framework/engine/images/image_ops.h"
#include "framework/experiment.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

using namespace xp;

namespace {

constexpr int side = 128, gap = 4, left = 150;
const CvImageOps ops;

/// A key whose first numbers, each of them, come near the lower, middle or upper end of what can be drawn.
Random at_end(double wanted) {
  std::uint32_t best = 0;
  double distance = 2;
  for (std::uint32_t key = 0; key < 20000; ++key) {
    Random random(1, "sheet", 0, key);
    double worst = 0;
    for (int i = 0; i < 2; ++i) worst = std::max(worst, std::abs(random.uniform() - wanted));
    if (worst < distance) distance = worst, best = key;
  }
  return {1, "sheet", 0, best};
}

/// All settings as large as they may be; 0 for those that have no largest one.
Settings extreme(const PluginInfo& plugin) {
  Settings out;
  for (const Param& p : plugin.params)
    if (p.high && p.name != "smoothness" && p.name != "chance")
      set(out, p.name, p.fallback.get<std::int64_t>() ? Value(static_cast<std::int64_t>(*p.high)) : Value(*p.high));
  return out;
}

Image shown(const Choice& choice, const Image& image, const Image& other, double end) {
  const auto transform = Registry::global().make<Transform>(choice);
  Random random = at_end(end);
  if (!transform->mixes()) return transform->apply(image, ops, random);
  Image mixed = image;
  transform->mix(mixed, other, random);
  return mixed;
}

void put(cv::Mat& sheet, const Image& image, int row, int column) {
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      sheet.at<std::uint8_t>(gap + row * (side + gap) + y, left + column * (side + gap) + x) =
          cv::saturate_cast<std::uint8_t>(255 * image.at(x, y));
}

void write_sheet(const std::string& name, const Image& first, const Image& second) {
  const Image image = ops.resize(first, side, side, Filter::area), other = ops.resize(second, side, side, Filter::area);
  std::vector<const PluginInfo*> augmentations;
  for (const PluginInfo* plugin : test::self_contained(Kind::transform))
    if (Registry::global().make<Transform>(plugin->name)->augments()) augmentations.push_back(plugin);
  const int rows = static_cast<int>(augmentations.size());
  cv::Mat sheet(gap + rows * (side + gap), left + 7 * (side + gap), CV_8U, cv::Scalar(90));
  for (int row = 0; row < rows; ++row) {
    const PluginInfo& plugin = *augmentations[static_cast<std::size_t>(row)];
    cv::putText(sheet, plugin.name, {6, row * (side + gap) + side / 2}, cv::FONT_HERSHEY_SIMPLEX, 0.6, {255}, 1);
    put(sheet, image, row, 0);
    int column = 1;
    for (const Settings& settings : {Settings{}, extreme(plugin)})
      for (const double end : {0.0, 0.5, 1.0})
        put(sheet, shown({plugin.name, settings}, image, other, end), row, column++);
  }
  const char* folder = std::getenv("XP_SHEETS");
  const auto path = (folder ? std::filesystem::path(folder) : std::filesystem::temp_directory_path()) /
                    ("augmentations_" + name + ".png");
  REQUIRE(cv::imwrite(path, sheet));
  std::cout << path.string() << ": the image, its augmentations with their defaults, and with all at the largest\n";
}

Image read(const std::filesystem::path& path) {
  const cv::Mat grey = cv::imread(path, cv::IMREAD_GRAYSCALE);
  Image image(grey.cols, grey.rows);
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x) image.at(x, y) = static_cast<float>(grey.at<std::uint8_t>(y, x) / 255.0);
  return image;
}

}  // namespace

TEST_CASE("a sheet of every augmentation of a drawn radiograph", "[.sheet]") {
  const auto phantom = Registry::global().make<Dataset>({"spine_phantom", {{"images", 24}}});
  const Listing listing = phantom->list();
  write_sheet("phantom", phantom->draw(listing.samples.front()), phantom->draw(listing.samples.back()));
}

TEST_CASE("a sheet of every augmentation of a real radiograph", "[.sheet]") {
  const std::filesystem::path folder = std::filesystem::path(XP_SOURCE_DIR) / "../shared/data/fraiwan338/Scol";
  if (!std::filesystem::exists(folder)) SKIP("no radiographs beside the checkout");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  write_sheet("radiograph", read(files.front()), read(files.back()));
}
