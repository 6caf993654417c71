#include "framework/engine/images/jpeg.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgcodecs.hpp>

#include "framework/base/file.h"
#include "framework/engine/images/image_ops.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

using namespace xp;

TEST_CASE("a JPEG is reduced as long as both sides keep what is needed, however it is turned") {
  CHECK(jpeg_flags(1300, 2600, {1}) == cv::IMREAD_GRAYSCALE);
  CHECK(jpeg_flags(1300, 2600, {1, true, 598, 598}) == cv::IMREAD_REDUCED_GRAYSCALE_2);
  CHECK(jpeg_flags(1195, 2600, {1, true, 598, 598}) == cv::IMREAD_GRAYSCALE);
  CHECK(jpeg_flags(2600, 1300, {3, true, 100, 300}) == cv::IMREAD_REDUCED_COLOR_4);
  CHECK(jpeg_flags(2600, 2600, {1, true, 300, 300}) == cv::IMREAD_REDUCED_GRAYSCALE_8);
}

TEST_CASE("radiographs read at the scale that a resize needs differ by at most 1 of 255 grey levels in the mean") {
  const std::string real = XP_SOURCE_DIR "/../shared/data/fraiwan338";
  if (!std::filesystem::exists(real)) SKIP("no fraiwan338 radiographs beside the checkout");
  int reduced = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(real)) {
    if (!entry.is_regular_file()) continue;
    const std::string bytes = read_file(entry.path().string());
    std::string why;
    const auto whole = decode(bytes, {1}, why), less = decode(bytes, {1, true, 598, 598}, why);
    REQUIRE(whole);
    REQUIRE(less);
    if (less->width == whole->width) continue;
    ++reduced;
    const Image a = CvImageOps().resize(*whole, 299, 299, Filter::area);
    const Image b = CvImageOps().resize(*less, 299, 299, Filter::area);
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
    CHECK(255 * sum / static_cast<double>(a.pixels.size()) <= 1);
  }
  CHECK(reduced >= 5);
}
