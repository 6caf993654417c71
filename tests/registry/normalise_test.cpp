// Checked against what keras.applications.imagenet_utils.preprocess_input gives for one pixel.
#include <catch2/catch.hpp>

#include "framework/experiment.h"

#include "tests/registry/fixtures/transforms.h"
#include "tests/support/image_ops.h"

using namespace xp;

namespace {

std::vector<float> normalised(const char* like, const std::vector<float>& pixels, int channels) {
  Image image(1, 1, channels);
  image.pixels = pixels;
  Random random(1, "augment");
  return Registry::global()
      .make<Transform>({"normalise", {{"like", like}}})
      ->apply(image, test::NoImageOps(), random)
      .pixels;
}

void check(const std::vector<float>& got, const std::vector<double>& wanted) {
  REQUIRE(got.size() == wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == Approx(wanted[i]).margin(1e-5));
}

}  // namespace

TEST_CASE("colours are normalised as their publishers do") {
  const std::vector<float> pixel{1, 0.5, 0};
  check(normalised("plain", pixel, 3), {1, 0, -1});
  check(normalised("imagenet", pixel, 3), {(1 - 0.485) / 0.229, (0.5 - 0.456) / 0.224, -0.406 / 0.225});
  check(normalised("caffe", pixel, 3), {0 - 103.939, 127.5 - 116.779, 255 - 123.68});  // blue, green, red
}

TEST_CASE("the dataset's own mean and standard deviation are NumPy's, and are given back") {
  Image image(test::image_width, test::image_height), squared = image;
  const auto& numbers = test::transformed.at("image");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    image.pixels[i] = static_cast<float>(numbers[i]);
    squared.pixels[i] = image.pixels[i] * image.pixels[i];
  }
  const auto normalise = Registry::global().make<Transform>({"normalise", {{"like", "dataset"}}});
  REQUIRE(normalise->fits());
  Random random(1, "augment");
  CHECK_THROWS_WITH(normalise->apply(image, test::NoImageOps(), random), Catch::Contains("was not told"));
  normalise->see(image), normalise->see(squared);
  const std::vector<double> fitted = normalise->numbers();
  REQUIRE(fitted.size() == 2);
  CHECK(fitted[0] == Approx(test::transformed.at("mean_and_sd")[0]).epsilon(1e-5));
  CHECK(fitted[1] == Approx(test::transformed.at("mean_and_sd")[1]).epsilon(1e-5));
  normalise->use(fitted);
  CHECK(normalise->apply(image, test::NoImageOps(), random).pixels[3] ==
        Approx((numbers[3] - fitted[0]) / fitted[1]).epsilon(1e-5));
  CHECK_THROWS_WITH(normalise->apply(Image(1, 1, 3), test::NoImageOps(), random), Catch::Contains("channels"));
}

TEST_CASE("channels are fitted one by one, and one without contrast keeps its unit") {
  Image image(2, 1, 2);
  image.pixels = {0.25f, 0.5f, 0.75f, 0.5f};
  const auto normalise = Registry::global().make<Transform>({"normalise", {{"like", "dataset"}}});
  normalise->see(image);
  CHECK(normalise->numbers() == std::vector<double>{0.5, 0.25, 0.5, 1});
}

TEST_CASE("normalising like none leaves the image as it is") {
  check(normalised("none", {0.25f, 0.5f, 1}, 3), {0.25, 0.5, 1});
}

TEST_CASE("grey images take the mean of the three channels") {
  check(normalised("plain", {0.75}, 1), {0.5});
  check(normalised("imagenet", {1}, 1), {(1 - 0.449) / 0.226});
  check(normalised("caffe", {1}, 1), {255 - (103.939 + 116.779 + 123.68) / 3});
}
