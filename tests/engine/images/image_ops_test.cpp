// What transforms ask of the engine, against OpenCV's Python, torchvision and SciPy: fixtures/transforms.py.
#include "framework/engine/images/image_ops.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "registry/transforms/motion.h"
#include "tests/registry/fixtures/transforms.h"

using namespace xp;

namespace {

const CvImageOps ops;

Image pattern() {
  Image image(test::image_width, test::image_height);
  const auto& numbers = test::transformed.at("image");
  std::copy(numbers.begin(), numbers.end(), image.pixels.begin());
  return image;
}

void check(const Image& got, const std::string& name, double tolerance) {
  INFO(name);
  const auto& wanted = test::transformed.at(name);
  REQUIRE(got.pixels.size() == wanted.size());
  double worst = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) worst = std::max(worst, std::abs(got.pixels[i] - wanted[i]));
  CHECK(worst < tolerance);
}

Image applied(const Choice& choice) {
  Random random(1, "augment");
  return Registry::global().make<Transform>(choice)->apply(pattern(), ops, random);
}

/// OpenCV reads at the nearest 1/32 of a pixel: that much of the image's steepest slope, at its border of 1 a pixel.
constexpr double thirty_seconds = 0.035;

}  // namespace

TEST_CASE("resizing is OpenCV's") {
  check(ops.resize(pattern(), 7, 5, Filter::area), "resize_area", 2e-6);
  check(ops.resize(pattern(), 21, 17, Filter::bilinear), "resize_bilinear", 2e-6);
  check(ops.resize(pattern(), 21, 17, Filter::lanczos), "resize_lanczos", 2e-6);
}

TEST_CASE("turning, shifting, scaling and shearing go where torchvision's do") {
  const auto moved = [](const Motion& motion) {
    return ops.warp(pattern(), origin(motion, test::image_width, test::image_height), {});
  };
  check(moved({.degrees = 25}), "rotate", thirty_seconds);
  check(moved({.right = 4.0 / 16, .down = -3.0 / 12}), "translate", 1e-5);
  check(moved({.scale = 1.3}), "scale", thirty_seconds);
  check(moved({.shear = 15}), "shear", thirty_seconds);
  check(moved({.degrees = 10, .shear = -12, .scale = 0.8, .right = 2.0 / 16, .down = 3.0 / 12}), "affine",
        thirty_seconds);
}

TEST_CASE("what lies outside is the image mirrored, without its edge twice, as SciPy's mirror") {
  check(ops.warp(pattern(), {1, 0, 3.25, 0, 1, -2.5}, {Beyond::mirrored}), "shifted_mirrored", 1e-5);
}

TEST_CASE("a displacement is where a pixel is read, in pixels") {
  Image dx(test::image_width, test::image_height), dy = dx;
  for (int y = 0; y < dx.height; ++y)
    for (int x = 0; x < dx.width; ++x) {
      dx.at(x, y) = static_cast<float>(1.5 * std::sin(0.4 * y));
      dy.at(x, y) = static_cast<float>(1.2 * std::cos(0.5 * x));
    }
  check(ops.displace(pattern(), dx, dy, {Beyond::mirrored}), "displace", 0.01);
}

TEST_CASE("blurring is SciPy's Gaussian filter") { check(ops.blur(pattern(), 1.3), "blur", 1e-3); }

TEST_CASE("equalised tiles and bright edges are OpenCV's on 8 bits") {
  check(applied({"clahe", {{"tiles", 2}}}), "clahe", 1e-6);
  check(applied({"bright_edges", {{"alone", true}}}), "bright_edges", 1e-6);
}
