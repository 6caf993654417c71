#include <catch2/catch.hpp>

#include "framework/experiment.h"

#include "tests/support/image_ops.h"

using namespace xp;

namespace {

/// Makes white images and remembers what it was asked for.
struct Asked : test::NoImageOps {
  mutable std::string log;
  Image resize(const Image& image, int width, int height, Filter filter) const override {
    log += (log.empty() ? "" : ", ") + std::to_string(width) + "x" + std::to_string(height) +
           (filter == Filter::area ? " area" : " bilinear");
    return Image(width, height, image.channels, 1);
  }
};

Image apply(const Choice& choice, const Image& image, const ImageOps& ops) {
  Random random(1, "augment");
  return Registry::global().make<Transform>(choice)->apply(image, ops, random);
}

std::string asked(const Settings& settings, int width, int height) {
  const Asked ops;
  apply({"resize", settings}, Image(width, height), ops);
  return ops.log;
}

}  // namespace

TEST_CASE("an axis is averaged where it shrinks and interpolated where it grows") {
  CHECK(asked({}, 1000, 3000) == "224x224 area");
  CHECK(asked({}, 123, 200) == "224x224 bilinear");
  CHECK(asked({}, 123, 351) == "123x224 area, 224x224 bilinear");
  CHECK(asked({}, 224, 224).empty());
  CHECK(asked({{"fit", "letterbox"}}, 1000, 4000) == "56x224 area");
  CHECK(asked({{"fit", "letterbox"}}, 1, 4000) == "1x224 area");
}

TEST_CASE("a filter that was asked for does both axes, and Lanczos goes no further than the image") {
  CHECK(asked({{"filter", "area"}}, 123, 351) == "224x224 area");
  CHECK(asked({{"filter", "bilinear"}}, 1000, 3000) == "224x224 bilinear");
  const Image out = apply({"resize", {{"filter", "lanczos"}}}, Image(20, 40, 1, 0.5f), Asked());  // Asked makes white
  for (const float pixel : out.pixels) REQUIRE(pixel == 0.5f);
}

TEST_CASE("only what averages anyway may read a JPEG that was reduced before") {
  const auto enough = [](const char* filter) {
    return Registry::global().make<Transform>({"resize", {{"size", 100}, {"filter", filter}}})->enough();
  };
  CHECK((enough("auto") == 200 && enough("area") == 200));
  CHECK((enough("bilinear") == 0 && enough("lanczos") == 0));
}

TEST_CASE("a letterboxed image lies in the middle of black, and a stretched one fills the square") {
  const Image boxed = apply({"resize", {{"size", 8}, {"fit", "letterbox"}}}, Image(20, 40, 3), Asked());
  REQUIRE((boxed.width == 8 && boxed.height == 8 && boxed.channels == 3));
  for (int x = 0; x < 8; ++x) CHECK(boxed.at(x, 5, 2) == (x >= 2 && x < 6 ? 1 : 0));
  const Image stretched = apply({"resize", {{"size", 8}}}, Image(20, 40), Asked());
  for (const float pixel : stretched.pixels) CHECK(pixel == 1);
}

TEST_CASE("normalising takes black and white to -1 and 1") {
  Image image(2, 1);
  image.pixels = {0, 1};
  CHECK(apply("normalise", image, Asked()).pixels == std::vector<float>{-1, 1});
  CHECK(apply({"normalise", {{"mean", 0}, {"sd", 0.25}}}, image, Asked()).pixels == std::vector<float>{0, 4});
}
