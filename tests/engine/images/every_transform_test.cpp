// What holds of every transform, done by the engine's own operations.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "framework/engine/images/image_ops.h"
#include "framework/experiment.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

const CvImageOps ops;

/// A bright ring on a slope, different from its mirror images; channels differ.
Image picture(int width, int height, int channels) {
  Image image(width, height, channels);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c) {
        const double r = std::hypot(x - 0.4 * width, y - 0.3 * height) / height;
        image.at(x, y, c) = static_cast<float>(std::abs(r - 0.2) < 0.05 ? 0.95 : 0.3 * x / width + 0.2 * c / channels);
      }
  return image;
}

std::shared_ptr<Transform> made(const Choice& choice) { return Registry::global().make<Transform>(choice); }

Image applied(const Choice& choice, const Image& image, std::uint32_t sample = 0) {
  Random random(3, "augment", 1, sample);
  return made(choice)->apply(image, ops, random);
}

/// The settings with which an augmentation does nothing.
const std::map<std::string, Settings> nothing{
    {"affine", {{"degrees", 0}, {"x", 0}, {"y", 0}, {"scale", 0}, {"shear", 0}}},
    {"blur", {{"sigma", 0}}},
    {"brightness", {{"amount", 0}}},
    {"contrast", {{"amount", 0}}},
    {"cutmix", {{"alpha", 0}}},
    {"cutout", {{"holes", 0}}},
    {"elastic", {{"amount", 0}}},
    {"flip", {{"chance", 0}}},
    {"gamma", {{"amount", 0}}},
    {"mixup", {{"alpha", 0}}},
    {"noise", {{"sd", 0}}},
    {"rotate", {{"degrees", 0}}},
    {"scale", {{"amount", 0}}},
    {"shear", {{"degrees", 0}}},
    {"translate", {{"x", 0}, {"y", 0}}}};

/// With its settings at the ends of their ranges, all low or all high; images are made no larger than 100 pixels.
Settings at_end(const PluginInfo& plugin, bool high) {
  Settings out;
  for (const Param& p : plugin.params) {
    if (!p.low || !p.high) continue;
    const double end = !high ? *p.low : p.name == "size" ? std::min(*p.high, 100.0) : *p.high;
    set(out, p.name, p.fallback.get<std::int64_t>() ? Value(static_cast<std::int64_t>(end)) : Value(end));
  }
  return out;
}

}  // namespace

TEST_CASE("every transform announces its shape, repeats itself for one key, and stays finite, at both ends too") {
  for (const PluginInfo* plugin : test::self_contained(Kind::transform))
    for (const int channels : {1, 3})
      for (const int end : {0, 1, 2}) {
        const Settings settings = end == 0 ? Settings{} : at_end(*plugin, end == 2);
        CAPTURE(plugin->name, channels, end);
        const Image image = picture(37, 52, channels);
        const Choice choice{plugin->name, settings};
        const Image out = applied(choice, image);
        CHECK(made(choice)->shape({channels, 52, 37}) == Shape{out.channels, out.height, out.width});
        CHECK(out.pixels.size() == static_cast<std::size_t>(out.channels) * out.height * out.width);
        CHECK(out.pixels == applied(choice, image).pixels);
        for (const float x : out.pixels) REQUIRE(std::isfinite(x));
        if (made(choice)->rescales()) continue;
        for (const float x : out.pixels) REQUIRE((x >= -1e-5 && x <= 1 + 1e-5));
      }
}

TEST_CASE(
    "every augmentation does something, another thing for another sample, and nothing where it is set to nothing") {
  for (const PluginInfo* plugin : test::self_contained(Kind::transform)) {
    const auto transform = made(plugin->name);
    if (!transform->augments()) continue;
    CAPTURE(plugin->name);
    const Image image = picture(40, 60, 1);
    REQUIRE(nothing.count(plugin->name) == 1);
    const auto still = made({plugin->name, nothing.at(plugin->name)});
    Random random(1, "augment");
    if (transform->mixes()) {
      Image mixed = image;
      Image partner(40, 60, 1, 0.9f);
      CHECK(still->mix(mixed, partner, random) == 1);
      CHECK(mixed.pixels == image.pixels);
      CHECK(applied(plugin->name, image).pixels == image.pixels);
      continue;
    }
    CHECK(still->apply(image, ops, random).pixels == image.pixels);
    std::set<std::vector<float>> seen;
    for (std::uint32_t sample = 0; sample < 20; ++sample) seen.insert(applied(plugin->name, image, sample).pixels);
    CHECK(seen.size() >= (plugin->name == "flip" ? 2 : 12));
  }
}

TEST_CASE("a rubber image is displaced by what was asked, and evenly over its sides") {
  struct Watched : CvImageOps {
    mutable std::vector<double> squares;
    Image displace(const Image& image, const Image& dx, const Image& dy, Beyond beyond) const override {
      for (const Image* field : {&dx, &dy})
        for (const float v : field->pixels) squares.push_back(static_cast<double>(v) * v);
      return CvImageOps::displace(image, dx, dy, beyond);
    }
  } watched;
  const auto elastic = made({"elastic", {{"amount", 0.3}, {"smoothness", 0.06}}});
  for (std::uint32_t sample = 0; sample < 10; ++sample) {
    Random random(1, "augment", 1, sample);
    elastic->apply(picture(200, 300, 1), watched, random);
  }
  double sum = 0;
  for (const double s : watched.squares) sum += s;
  CHECK(std::sqrt(sum / static_cast<double>(watched.squares.size())) == Approx(0.3 * 0.06 * 200).epsilon(0.1));
}
