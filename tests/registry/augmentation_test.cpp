// Augmentations that need nothing of the engine, against torchvision's and SciPy's numbers and small cases by hand.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "registry/transforms/beta.h"
#include "registry/transforms/pixels.h"
#include "tests/registry/fixtures/transforms.h"
#include "tests/support/image_ops.h"

using namespace xp;

namespace {

std::shared_ptr<Transform> made(const Choice& choice) { return Registry::global().make<Transform>(choice); }

Image applied(const Choice& choice, const Image& image, std::uint32_t sample = 0) {
  Random random(1, "augment", 1, sample);
  return made(choice)->apply(image, test::NoImageOps(), random);
}

Image counted(int width, int height, int channels = 1) {
  Image image(width, height, channels);
  std::iota(image.pixels.begin(), image.pixels.end(), 0.0f);
  return image;
}

Image pattern() {
  Image image(test::image_width, test::image_height);
  const auto& numbers = test::transformed.at("image");
  std::copy(numbers.begin(), numbers.end(), image.pixels.begin());
  return image;
}

/// Red as it is, green upside down, blue mirrored.
Image coloured() {
  const Image grey = pattern();
  Image image(grey.width, grey.height, 3);
  for (int y = 0; y < grey.height; ++y)
    for (int x = 0; x < grey.width; ++x) {
      image.at(x, y, 0) = grey.at(x, y);
      image.at(x, y, 1) = grey.at(x, grey.height - 1 - y);
      image.at(x, y, 2) = grey.at(grey.width - 1 - x, y);
    }
  return image;
}

void check(const std::vector<float>& got, const std::string& name, double tolerance = 2e-6) {
  INFO(name);
  const auto& wanted = test::transformed.at(name);
  REQUIRE(got.size() == wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(std::abs(got[i] - wanted[i]) < tolerance);
}

}  // namespace

TEST_CASE("brightness, contrast and gamma are torchvision's") {
  check(brightened(pattern(), 1.4).pixels, "brightness");
  check(contrasted(pattern(), 1.6).pixels, "contrast");
  check(contrasted(coloured(), 0.5).pixels, "contrast_of_colours", 1e-4);  // its luma has 0.2989 for red
  check(exposed(pattern(), 1.8).pixels, "gamma");
}

TEST_CASE("grey is OpenCV's, percentiles are NumPy's") {
  check(applied("grey", coloured()).pixels, "grey");
  CHECK(made("grey")->shape({3, 5, 7}) == Shape{1, 5, 7});
  check(applied({"percentile_window", {{"low", 2.5}, {"high", 91}}}, pattern()).pixels, "percentile_window", 1e-5);
  CHECK(applied("percentile_window", Image(4, 4, 1, 0.3f)).pixels == Image(4, 4, 1, 0.3f).pixels);
}

TEST_CASE("the middle is cut out as torchvision does, and black is added where there is less") {
  check(applied({"crop", {{"size", 7}}}, pattern()).pixels, "crop_7");
  check(applied({"crop", {{"size", 13}}}, pattern()).pixels, "crop_13");
}

TEST_CASE("a border is a share of each side, and says where the image lies in what is left") {
  const Image out = applied({"crop", {{"border", 0.25}}}, counted(8, 4));
  CHECK(out.pixels == std::vector<float>{10, 11, 12, 13, 18, 19, 20, 21});
  CHECK(made({"crop", {{"border", 0.25}}})->region({1, 4, 8}) == Region{-0.5, -0.5, 1.5, 1.5});
  CHECK(made({"crop", {{"size", 16}}})->region({1, 4, 8}) == Region{0.25, 0.375, 0.75, 0.625});
}

TEST_CASE("a flip exchanges left and right, or top and bottom, half of the time, and whole pixels") {
  const Image image = counted(2, 2, 3);
  CHECK(applied({"flip", {{"chance", 1}}}, image).pixels == std::vector<float>{3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8});
  CHECK(applied({"flip", {{"chance", 1}, {"horizontal", false}, {"vertical", true}}}, image).pixels ==
        std::vector<float>{6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5});
  int flipped = 0;
  for (std::uint32_t sample = 0; sample < 1000; ++sample) flipped += applied("flip", image, sample).pixels[0] != 0;
  CHECK(std::abs(flipped - 500) < 60);
}

TEST_CASE("what exchanges left and right says so") {
  CHECK(made("flip")->mirrors());
  CHECK_FALSE(made({"flip", {{"force", true}}})->mirrors());
  CHECK_FALSE(made({"flip", {{"horizontal", false}, {"vertical", true}}})->mirrors());
  CHECK_FALSE(made({"rotate", {{"degrees", 90}}})->mirrors());
  CHECK(made({"rotate", {{"degrees", 180}}})->mirrors());
  CHECK(made({"affine", {{"degrees", 120}}})->mirrors());
}

TEST_CASE("noise has the standard deviation that was asked for, and stays between black and white") {
  const Image grey(200, 200, 1, 0.5f);
  const Image noisy = applied({"noise", {{"sd", 0.05}}}, grey);
  double sum = 0, squares = 0;
  for (const float x : noisy.pixels) sum += x - 0.5, squares += (x - 0.5) * (x - 0.5);
  CHECK(std::abs(sum / 40000) < 0.001);
  CHECK(std::sqrt(squares / 40000) == Approx(0.05).epsilon(0.03));
  for (const float x : applied({"noise", {{"sd", 0.5}}}, grey).pixels) REQUIRE((x >= 0 && x <= 1));
}

TEST_CASE("a square is covered by the image's mean, somewhere else each time, and may reach outside") {
  Image image(40, 20, 1, 1);
  for (int x = 0; x < 20; ++x)
    for (int y = 0; y < 20; ++y) image.at(x, y) = 0;
  std::size_t most = 0, least = 400;
  for (std::uint32_t sample = 0; sample < 200; ++sample) {
    const Image out = applied({"cutout", {{"size", 0.5}}}, image, sample);
    const auto covered = static_cast<std::size_t>(std::count(out.pixels.begin(), out.pixels.end(), 0.5f));
    most = std::max(most, covered), least = std::min(least, covered);
  }
  CHECK(most == 100);
  CHECK((least >= 25 && least < 60));
  const Image black = applied({"cutout", {{"size", 0.5}, {"holes", 16}, {"fill", "black"}}}, image);
  const auto white = std::count(black.pixels.begin(), black.pixels.end(), 1.0f);
  CHECK(white + std::count(black.pixels.begin(), black.pixels.end(), 0.0f) == 800);
  CHECK((white > 0 && white < 300));
}

TEST_CASE("the shares of mixed images follow SciPy's Beta distribution") {
  constexpr int draws = 20000;
  const std::vector<double> places{0.02, 0.1, 0.3, 0.5, 0.8, 0.95};
  for (const auto& [name, alpha] :
       {std::pair{"beta_0.05", 0.05}, {"beta_0.2", 0.2}, {"beta_1", 1.0}, {"beta_4", 4.0}}) {
    INFO(name);
    Random random(7, "mix");
    std::vector<double> drawn(draws);
    for (double& d : drawn) REQUIRE(((d = beta_variate(alpha, random)) >= 0 && d <= 1));
    for (std::size_t i = 0; i < places.size(); ++i) {
      const double p = test::transformed.at(name)[i];
      const auto below = std::count_if(drawn.begin(), drawn.end(), [&](double d) { return d <= places[i]; });
      CHECK(std::abs(static_cast<double>(below) / draws - p) < 4 * std::sqrt(p * (1 - p) / draws) + 1e-4);
    }
  }
  Random random(1, "mix");
  for (int i = 0; i < 1000; ++i) REQUIRE(std::isfinite(beta_variate(1e-3, random)));
}

TEST_CASE("mixing up blends two images by the share of the label") {
  for (std::uint32_t sample = 0; sample < 20; ++sample) {
    Image own(3, 2, 1, 0.2f);
    Random random(1, "mix", 1, sample);
    const double share = made({"mixup", {{"alpha", 1}}})->mix(own, Image(3, 2, 1, 0.8f), random);
    for (const float x : own.pixels) CHECK(x == Approx(0.2 * share + 0.8 * (1 - share)));
  }
}

TEST_CASE("cutting and mixing pastes a rectangle of the other image, and its area is the other's share") {
  double mean = 0;
  for (std::uint32_t sample = 0; sample < 400; ++sample) {
    Image own(30, 50, 1, 0);
    Random random(1, "mix", 1, sample);
    const double share = made("cutmix")->mix(own, Image(30, 50, 1, 1), random);
    int left = 30, right = 0, top = 50, bottom = 0, pasted = 0;
    for (int y = 0; y < 50; ++y)
      for (int x = 0; x < 30; ++x)
        if (own.at(x, y) == 1)
          left = std::min(left, x), right = std::max(right, x + 1), top = std::min(top, y),
          bottom = std::max(bottom, y + 1), ++pasted;
    CHECK(share == Approx(1 - pasted / 1500.0));
    CHECK(pasted == std::max(0, right - left) * std::max(0, bottom - top));
    mean += share / 400;
  }
  CHECK((mean > 0.55 && mean < 0.75));  // a half, and more for what lies outside and is cut off
}
