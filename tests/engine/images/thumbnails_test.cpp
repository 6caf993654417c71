// Small pictures as numbers.
#include "framework/engine/images/thumbnails.h"

#include <catch2/catch.hpp>
#include <opencv2/imgcodecs.hpp>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/engine/images/encode.h"
#include "tests/support/pictures.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

const auto never = [] { return false; };

std::vector<std::vector<double>> of_files(const std::vector<std::string>& files, int side) {
  Listing listing{{"a"}, {}, 1};
  for (const std::string& file : files) listing.samples.push_back({file, file, 0, "", ""});
  return thumbnails_of(listing, test::tiny_plan().only(Kind::dataset), side, 2, never);
}

}  // namespace

TEST_CASE("a thumbnail holds the image's size and the mean grey of each of its cells") {
  const test::TemporaryFolder folder("thumbnails");
  cv::Mat grey(4, 6, CV_8U), colours(4, 4, CV_8UC3, cv::Scalar(255, 0, 0));  // blue
  for (int i = 0; i < 24; ++i) grey.at<std::uint8_t>(i / 6, i % 6) = static_cast<std::uint8_t>(10 * i);
  colours.at<cv::Vec3b>(0, 0) = {0, 0, 255};  // red
  cv::imwrite(folder / "grey.png", grey), cv::imwrite(folder / "colours.png", colours);
  test::write(folder.path / "broken.png", "no picture");
  const auto out = of_files({folder / "grey.png", folder / "colours.png", folder / "broken.png"}, 2);
  REQUIRE(out.size() == 3);
  REQUIRE(out[0].size() == 6);
  CHECK(out[0][0] == 6);
  CHECK(out[0][1] == 4);
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 2; ++x) {
      double sum = 0;
      for (int v = 0; v < 2; ++v)
        for (int u = 0; u < 3; ++u) sum += 10 * ((2 * y + v) * 6 + 3 * x + u);
      CHECK(out[0][static_cast<std::size_t>(2 + 2 * y + x)] == Approx(sum / 6 / 255).epsilon(1e-4));
    }
  CHECK(out[1][2] == Approx((0.299 + 3 * 0.114) / 4).epsilon(1e-3));
  CHECK(out[1][5] == Approx(0.114).epsilon(1e-3));
  for (const double v : out[2]) CHECK(std::isnan(v));
}

TEST_CASE("drawn samples have thumbnails too, whatever the threads") {
  const Plan plan = test::tiny_plan();
  const Listing& data = listing(plan.only(Kind::dataset));
  const auto one = thumbnails_of(data, plan.only(Kind::dataset), 8, 1, never),
             two = thumbnails_of(data, plan.only(Kind::dataset), 8, 2, never);
  REQUIRE(one.size() == data.samples.size());
  CHECK(one == two);
  for (const auto& row : one)
    for (std::size_t i = 2; i < row.size(); ++i) CHECK((row[i] >= 0 && row[i] <= 1));
  CHECK_THROWS_WITH(thumbnails_of(data, plan.only(Kind::dataset), 8, 1, [] { return true; }),
                    Catch::Matchers::Contains("interrupted"));
}

TEST_CASE("pictures shrink to their longest side, never grow, and fit the bytes that they may take") {
  CHECK(shrunk(Image(400, 100), 160).width == 160);
  CHECK(shrunk(Image(400, 100), 160).height == 40);
  CHECK(shrunk(Image(90, 30), 160).width == 90);
  CHECK(shrunk(Image(4000, 3), 160).height == 1);
  cv::Mat noise(300, 300, CV_8UC3);
  cv::randu(noise, 0, 255);
  const std::string all = jpeg(noise, 10'000'000), less = jpeg(noise, 40'000);
  CHECK(all.size() > 60'000);
  CHECK(less.size() <= 40'000);
}

namespace {
/// A cache folder of its own, for as long as it lives.
struct OwnCache {
  explicit OwnCache(const std::string& folder) { ::setenv("XDG_CACHE_HOME", folder.c_str(), 1); }
  ~OwnCache() { before.empty() ? ::unsetenv("XDG_CACHE_HOME") : ::setenv("XDG_CACHE_HOME", before.c_str(), 1); }
  std::string before = std::getenv("XDG_CACHE_HOME") ? std::getenv("XDG_CACHE_HOME") : "";
};
}  // namespace

TEST_CASE("a file is looked at once: what it holds names its thumbnail from then on, wherever it lies") {
  const test::TemporaryFolder folder("kept_thumbnails");
  const OwnCache cache(folder / "cache");
  cv::Mat grey(40, 60, CV_8U);
  cv::randu(grey, 0, 255);
  cv::imwrite(folder / "grey.png", grey);
  Listing listing{{"a"}, {{"grey", folder / "grey.png", 0, "", sha256(read_file(folder / "grey.png"))}}, 1};
  const Choice dataset = test::tiny_plan().only(Kind::dataset);
  const auto first = thumbnails_of(listing, dataset, 4, 1, never);
  test::write(folder / "grey.png", "gone");
  CHECK(thumbnails_of(listing, dataset, 4, 1, never) == first);
  CHECK(thumbnails_of(listing, dataset, 8, 1, never)[0].size() == 66);  // another size is looked at anew
}
