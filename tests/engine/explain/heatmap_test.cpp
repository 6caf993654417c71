#include "framework/engine/explain/heatmap.h"

#include <catch2/catch.hpp>
#include <numeric>
#include <opencv2/imgcodecs.hpp>

#include "framework/engine/images/image_ops.h"
#include "framework/plugin/kinds.h"
#include "framework/plugin/registry.h"

using namespace xp;

namespace {

cv::Mat picture(const std::string& png) {
  return cv::imdecode(std::vector<std::uint8_t>(png.begin(), png.end()), cv::IMREAD_COLOR);
}

}  // namespace

TEST_CASE("even heat has 19 % within 5 % of the border, and a warm corner more") {
  CHECK(border_share({3, 7, std::vector<double>(21, 0.4)}, {}).value() == Approx(1 - 0.9 * 0.9).epsilon(1e-9));
  CHECK(border_share({1, 1, {3}}, {}).value() == Approx(0.19).epsilon(1e-9));
  std::vector<double> corner(400, 0);
  corner[0] = 1;  // the cell is exactly the border's width
  CHECK(border_share({20, 20, corner}, {}).value() > 0.9);
  std::vector<double> middle(400, 0);
  middle[210] = 1;
  CHECK(border_share({20, 20, middle}, {}).value() == 0);
}

TEST_CASE("an empty map is no number, but empty") {
  const Heat empty{2, 2, {0, 0, 0, 0}};
  CHECK(empty.empty());
  CHECK_FALSE(border_share(empty, {}).has_value());
  const Image radiograph(5, 4, 1, 0.5f), nothing = laid_back(empty, {}, 5, 4);
  CHECK(std::accumulate(nothing.pixels.begin(), nothing.pixels.end(), 0.0) == 0);
  const cv::Mat grey = picture(png_over(radiograph, nothing));
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 5; ++x) CHECK(grey.at<cv::Vec3b>(y, x) == grey.at<cv::Vec3b>(0, 0));
}

TEST_CASE("heat is bilinear between the centres of the cells, at any size and aspect") {
  const Image laid = laid_back({1, 2, {1, 0}}, {}, 8, 3);
  REQUIRE(laid.width == 8);
  REQUIRE(laid.height == 3);
  const float expected[] = {1, 1, 0.875, 0.625, 0.375, 0.125, 0, 0};  // centres at 2 and 6
  for (int y = 0; y < 3; ++y)
    for (int x = 0; x < 8; ++x) CHECK(laid.at(x, y) == Approx(expected[x]));
}

TEST_CASE("heat over a letterboxed radiograph is laid back without the bars, whose heat counts as border") {
  const auto resize = Registry::global().make<Transform>(
      Registry::global().complete(Kind::transform, {"resize", {{"size", 64}, {"fit", "letterbox"}}}));
  const Region upright = resize->region({1, 400, 100});  // four times as high as wide: 16 of 64 columns
  CHECK(upright.left == Approx(24 / 64.0));
  CHECK(upright.right == Approx(40 / 64.0));
  CHECK(upright.top == 0);
  CHECK(upright.bottom == 1);
  // What the network saw at the pixel of the letterbox is where the radiograph has it.
  Image dot(100, 400);
  for (int y = 200; y < 225; ++y)
    for (int x = 75; x < 100; ++x) dot.at(x, y) = 1;
  Random random(1, "unused");
  const Image seen = resize->apply(dot, CvImageOps(), random);
  const Image back = laid_back({64, 64, {seen.pixels.begin(), seen.pixels.end()}}, upright, 100, 400);
  double inside = 0, all = 0;
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 100; ++x) {
      all += back.at(x, y);
      inside += dot.at(x, y) > 0 ? back.at(x, y) : 0;
    }
  CHECK(inside / all > 0.8);
  CHECK(back.at(87, 212) == Approx(1).margin(0.01));

  std::vector<double> bars(64 * 64, 0);
  for (int y = 0; y < 64; ++y) bars[static_cast<std::size_t>(y) * 64 + 2] = 1;
  CHECK(border_share({64, 64, bars}, upright).value() == Approx(1));
}

TEST_CASE("a picture has the radiograph's size, shows it where it is cold and colour where it is warm") {
  Image radiograph(60, 90);
  for (int y = 0; y < 90; ++y)
    for (int x = 0; x < 60; ++x) radiograph.at(x, y) = static_cast<float>(y) / 89;
  std::vector<double> cells(9 * 6, 0);
  cells[4 * 6 + 1] = 2;
  const cv::Mat seen = picture(png_over(radiograph, laid_back({9, 6, cells}, {}, 60, 90)));
  REQUIRE(seen.cols == 60);
  REQUIRE(seen.rows == 90);
  const auto is_grey = [](cv::Vec3b p) { return p[0] == p[1] && p[1] == p[2]; };
  CHECK(is_grey(seen.at<cv::Vec3b>(10, 50)));
  CHECK(seen.at<cv::Vec3b>(89, 50)[0] == 255);
  const cv::Vec3b warm = seen.at<cv::Vec3b>(45, 15);
  CHECK(warm[2] > warm[0] + 60);  // red well above blue
}

TEST_CASE("a radiograph of one grey is drawn, not divided by zero") {
  const cv::Mat seen = picture(png_over(Image(4, 4, 1, 0.3f), laid_back({1, 1, {1}}, {}, 4, 4)));
  CHECK(seen.rows == 4);
}

TEST_CASE("what was cropped away is cold") {
  const Image back = laid_back({1, 1, {2}}, {-0.5, 0, 1.5, 1}, 8, 4);
  for (int x = 0; x < 8; ++x) CHECK(back.at(x, 1) == (x >= 2 && x < 6 ? 1 : 0));
}
