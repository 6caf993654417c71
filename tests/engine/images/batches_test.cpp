#include "framework/engine/images/batches.h"

#include <catch2/catch.hpp>
#include <opencv2/imgcodecs.hpp>

#include "framework/base/file.h"
#include "framework/engine/images/decode.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

bool never() { return false; }

void write_image(const std::string& path, const cv::Mat& mat) { REQUIRE(cv::imwrite(path, mat)); }

}  // namespace

TEST_CASE("the number of threads does not change a batch") {
  const Plan plan = test::tiny_plan();
  Batches one(plan, 1, never), four(plan, 4, never);
  one.load(listing(plan.only(Kind::dataset))), four.load(listing(plan.only(Kind::dataset)));
  const std::vector<int> samples{3, 1, 20, 7};
  CHECK(at::equal(one.images(samples, 2), four.images(samples, 2)));
  CHECK(one.images(samples, 0).sizes() == at::IntArrayRef({4, 1, 16, 16}));
  CHECK(one.labels(samples) == four.labels(samples));
}

TEST_CASE("an epoch is cut into batches, and BatchNorm never meets a single image") {
  CHECK(in_batches({0, 1, 2, 3, 4, 5, 6}, 3) == std::vector<std::vector<int>>{{0, 1, 2}, {3, 4, 5, 6}});
  CHECK(in_batches({0, 1, 2, 3, 4}, 3) == std::vector<std::vector<int>>{{0, 1, 2}, {3, 4}});
  CHECK(in_batches({0}, 3) == std::vector<std::vector<int>>{{0}});
  CHECK(in_batches({}, 3).empty());
}

TEST_CASE("pixels are the same from every format and depth") {
  const test::TemporaryFolder folder("decode");
  cv::Mat grey(5, 7, CV_8U), deep(5, 7, CV_16U), colour(5, 7, CV_8UC3);
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 7; ++x) {
      grey.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(30 * x + y);
      deep.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>(257 * (30 * x + y));
      colour.at<cv::Vec3b>(y, x) = {10, 20, static_cast<std::uint8_t>(30 * x)};  // blue, green, red
    }
  write_image(folder / "8.png", grey), write_image(folder / "16.png", deep), write_image(folder / "8.bmp", grey);
  write_image(folder / "16.tif", deep), write_image(folder / "c.png", colour);
  std::string why;
  for (const char* name : {"8.png", "16.png", "8.bmp", "16.tif"}) {
    INFO(name);
    const auto image = decode(read_file(folder / name), {1}, why);
    REQUIRE(image);
    CHECK(image->width == 7);
    CHECK(image->at(3, 2) == Approx(92 / 255.0));
  }
  const auto rgb = decode(read_file(folder / "c.png"), {3}, why);
  REQUIRE(rgb);
  CHECK(rgb->at(2, 0, 0) == Approx(60 / 255.0));
  CHECK(rgb->at(2, 0, 2) == Approx(10 / 255.0));
}

TEST_CASE("a file that is no whole image is told from one that is") {
  const test::TemporaryFolder folder("broken");
  write_image(folder / "good.jpg", cv::Mat(64, 64, CV_8U, cv::Scalar(90)));
  write_image(folder / "good.png", cv::Mat(64, 64, CV_8U, cv::Scalar(90)));
  std::string why;
  CHECK(decode(read_file(folder / "good.jpg"), {1}, why));
  for (const char* name : {"good.jpg", "good.png"}) {
    const std::string bytes = read_file(folder / name);
    write_file(folder / "cut", bytes.substr(0, bytes.size() * 2 / 3));
    CHECK_FALSE(decode(read_file(folder / "cut"), {1}, why));
    CHECK(why == "the file is cut short");
  }
  write_file(folder / "empty", "");
  CHECK_FALSE(decode(read_file(folder / "empty"), {1}, why));
  CHECK(why == "the file is empty");
  write_file(folder / "text", "dear reader");
  CHECK_FALSE(decode(read_file(folder / "text"), {1}, why));
  write_image(folder / "nan.tif", cv::Mat(8, 8, CV_32F, cv::Scalar(NAN)));
  CHECK_FALSE(decode(read_file(folder / "nan.tif"), {1}, why));
  CHECK_THAT(why, Contains("not finite"));
}

TEST_CASE("a file that changed after it was recorded is not trained on") {
  const test::TemporaryFolder folder("changed");
  for (const char* label : {"a", "b"})
    for (int i = 0; i < 6; ++i) {
      std::filesystem::create_directories(folder / label);
      write_image(folder / (std::string(label) + "/" + std::to_string(i) + ".png"),
                  cv::Mat(20, 20, CV_8U, cv::Scalar(i)));
    }
  const Plan plan = test::tiny_plan({{"dataset", "image_folder"}, {"dataset.path", folder.path.string()}});
  write_image(folder / "a/3.png", cv::Mat(20, 20, CV_8U, cv::Scalar(200)));
  Batches batches(plan, 2, never);
  CHECK_THROWS_WITH(batches.load(listing(plan.only(Kind::dataset))), Contains("a/3.png was changed"));
}

TEST_CASE("every radiograph of the real set can be read") {
  const std::string real = XP_SOURCE_DIR "/../shared/data/fraiwan338";
  if (!std::filesystem::exists(real)) SKIP("no fraiwan338 radiographs beside the checkout");
  const Plan plan = test::tiny_plan({{"dataset", "image_folder"}, {"dataset.path", real}, {"transform.size", 32}});
  Batches batches(plan, 2, never);
  batches.load(listing(plan.only(Kind::dataset)));
  CHECK(batches.skipped().empty());
  CHECK(batches.listing().counts() == std::vector<std::int64_t>{50, 132, 55});
}
