// Checked against what keras.applications.imagenet_utils.preprocess_input gives for one pixel.
#include <catch2/catch.hpp>

#include "framework/experiment.h"

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

TEST_CASE("grey images take the mean of the three channels") {
  check(normalised("plain", {0.75}, 1), {0.5});
  check(normalised("imagenet", {1}, 1), {(1 - 0.449) / 0.226});
  check(normalised("caffe", {1}, 1), {255 - (103.939 + 116.779 + 123.68) / 3});
}
