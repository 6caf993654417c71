#include <charconv>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Noise : Dataset {
  static constexpr const char* doc =
      "Random pixels: nothing to learn, for measurements, and for a pipeline's test scores, which must be chance.";
  int images = 64;
  int size = 299;
  int channels = 3;
  int classes = 3;
  std::int64_t seed = 1;

  static void describe(Params<Noise>& p) {
    p("images", &Noise::images, "how many, shared among the classes").between(2, 100000);
    p("size", &Noise::size, "height and width").between(1, 4096).unit("pixels");
    p("channels", &Noise::channels, "1 is grey, 3 is RGB").one_of({"1", "3"});
    p("classes", &Noise::classes, "labels, which nothing in the pixels tells apart").between(2, 1000);
    p("seed", &Noise::seed, "draws the pixels").at_least(0);
  }

  Listing list() const override {
    Listing listing;
    listing.channels = channels;
    for (int c = 0; c < classes; ++c) listing.classes.push_back("class" + std::to_string(c));
    for (int i = 0; i < images; ++i) {
      Sample sample;
      sample.name = std::to_string(i);
      sample.label = i % classes;
      listing.samples.push_back(std::move(sample));
    }
    return listing;
  }

  Image draw(const Sample& sample) const override {
    std::uint32_t number = 0;
    std::from_chars(sample.name.data(), sample.name.data() + sample.name.size(), number);
    Random random(static_cast<std::uint64_t>(seed), "noise", 0, number);
    Image image(size, size, channels);
    for (float& v : image.pixels) v = static_cast<float>(random.uniform());
    return image;
  }
};

XP_PLUGIN("noise", Noise)

}  // namespace
}  // namespace xp
