#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "framework/experiment.h"
#include "registry/datasets/phantom/spine.h"

using namespace xp;

namespace {

std::shared_ptr<Dataset> phantoms(Settings settings = {}) {
  return Registry::global().make<Dataset>({"spine_phantom", settings});
}

std::vector<float> pixels(const Dataset& dataset, const Sample& sample) { return dataset.draw(sample).pixels; }

/// Share of right guesses, averaged over classes, when each image takes the class of the one with the nearest value.
double nearest_neighbour(const std::vector<std::pair<double, int>>& images, int classes) {
  std::vector<double> right(classes), total(classes);
  for (std::size_t i = 0; i < images.size(); ++i) {
    std::size_t best = i == 0 ? 1 : 0;
    for (std::size_t j = 0; j < images.size(); ++j)
      if (j != i && std::abs(images[j].first - images[i].first) < std::abs(images[best].first - images[i].first))
        best = j;
    total[images[i].second] += 1;
    right[images[i].second] += images[best].second == images[i].second;
  }
  double sum = 0;
  for (int c = 0; c < classes; ++c) sum += right[c] / total[c] / classes;
  return sum;
}

}  // namespace

TEST_CASE("the same seed draws the same radiographs, another seed others") {
  const auto one = phantoms({{"seed", 1}}), again = phantoms({{"seed", 1}}), other = phantoms({{"seed", 2}});
  const Listing listing = one->list();
  for (const std::size_t i : {std::size_t{0}, std::size_t{70}, listing.samples.size() - 1}) {
    const Sample& sample = listing.samples[i];
    CHECK(pixels(*one, sample) == pixels(*again, sample));
    CHECK(pixels(*one, sample) != pixels(*other, sample));
  }
}

TEST_CASE("a radiograph does not depend on what was drawn before it, nor on how many there are") {
  const auto few = phantoms({{"images", 12}}), many = phantoms({{"images", 3000}});
  const std::vector<Sample> samples = few->list().samples;
  std::vector<std::vector<float>> forwards, backwards;
  for (std::size_t i = 0; i < samples.size(); ++i) forwards.push_back(pixels(*few, samples[i]));
  for (std::size_t i = samples.size(); i-- > 0;) backwards.push_back(pixels(*many, samples[i]));
  std::reverse(backwards.begin(), backwards.end());
  CHECK(forwards == backwards);
  for (std::size_t i = 1; i < forwards.size(); ++i) CHECK(forwards[i] != forwards[0]);
}

TEST_CASE("drawn classes are as balanced as their number allows, and named as the real ones") {
  const Listing three = phantoms({{"images", 200}})->list();
  CHECK(three.classes == std::vector<std::string>{"Normal", "Scol", "Spond"});
  CHECK(three.counts() == std::vector<std::int64_t>{67, 67, 66});
  CHECK(three.samples[67].name == "Scol/0001");
  CHECK(three.samples[67].path.empty());
  const Listing two = phantoms({{"images", 39}, {"task", "double_curve"}})->list();
  CHECK(two.classes == std::vector<std::string>{"double", "single"});
  CHECK(two.counts() == std::vector<std::int64_t>{20, 19});
}

TEST_CASE("classes are drawn in the shares that are asked for, and begin with the pictures of an even set") {
  const Settings two{{"task", "double_contour"}, {"images", 100}};
  Settings uneven = two;
  set(uneven, "shares", "1:5");
  const Listing even = phantoms(two)->list(), one_to_five = phantoms(uneven)->list();
  CHECK(even.counts() == std::vector<std::int64_t>{50, 50});
  CHECK(one_to_five.counts() == std::vector<std::int64_t>{17, 83});
  CHECK(one_to_five.samples[0].name == even.samples[0].name);
  CHECK(phantoms({{"images", 200}, {"shares", "71:188:79"}})->list().counts() ==
        std::vector<std::int64_t>{42, 111, 47});
  for (const char* wrong : {"1:5:5", "1", "0:5", "1:x"}) {
    set(uneven, "shares", wrong);
    CHECK_THROWS_WITH(phantoms(uneven)->list(), Catch::Matchers::Contains("spine_phantom.shares"));
  }
}

TEST_CASE("a drawn radiograph is a grey picture of the height asked for") {
  for (const int height : {32, 128, 300}) {
    const auto dataset = phantoms({{"height", height}});
    const Image image = dataset->draw(dataset->list().samples[100]);
    CHECK(image.height == height);
    CHECK(image.channels == 1);
    CHECK(image.pixels.size() == static_cast<std::size_t>(image.width) * image.height);
    const auto [low, high] = std::minmax_element(image.pixels.begin(), image.pixels.end());
    CHECK(*low >= 0);
    CHECK(*high <= 1);
    CHECK(*high - *low > 0.3f);
  }
}

TEST_CASE("neither a drawn radiograph's shape nor its brightness tells its class") {
  for (const char* task : {"three_classes", "double_curve", "als_types", "double_contour"}) {
    const auto dataset = phantoms({{"task", task}, {"images", 240}, {"height", 64}});
    const Listing listing = dataset->list();
    const int classes = static_cast<int>(listing.classes.size());
    std::vector<std::pair<double, int>> shapes, means;
    for (const Sample& sample : listing.samples) {
      const Image image = dataset->draw(sample);
      means.emplace_back(std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0) / image.pixels.size(),
                         sample.label);
      shapes.emplace_back(image.width + 1e-3 * means.back().first,
                          sample.label);  // brightness decides between equal shapes
    }
    const double chance = 1.0 / classes, margin = 0.11;  // three standard errors of 240 guesses
    CHECK(nearest_neighbour(means, classes) < chance + margin);
    CHECK(nearest_neighbour(shapes, classes) < chance + margin);
  }
}

TEST_CASE("a scoliosis leaves the midline, a normal spine hardly, and only a slip makes a step") {
  using phantom::Pattern;
  double straightest_curve = 1, most_bent_normal = 0, least_slip = 1, largest_other_step = 0;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const auto spine = [&](Pattern pattern) {
      Random random(7, "test", 0, i);
      return phantom::draw_spine(pattern, 0.5, random);
    };
    straightest_curve = std::min(straightest_curve, spine(Pattern::curved).deviation());
    most_bent_normal = std::max(most_bent_normal, spine(Pattern::straight).deviation());
    least_slip = std::min(least_slip, spine(Pattern::slipped).step());
    largest_other_step = std::max({largest_other_step, spine(Pattern::straight).step(), spine(Pattern::curved).step()});
  }
  CHECK(straightest_curve > most_bent_normal);
  CHECK(most_bent_normal < 0.02);  // under 1 cm
  CHECK(least_slip > 0.15);
  CHECK(largest_other_step < 0.12);
}

TEST_CASE("a double curve bends to both sides, a single one to one") {
  for (std::uint32_t i = 0; i < 100; ++i) {
    Random a(3, "test", 0, i), b(3, "test", 0, i);
    const auto twice = phantom::draw_spine(phantom::Pattern::double_curve, 0.5, a).bends();
    const auto once = phantom::draw_spine(phantom::Pattern::single_curve, 0.5, b).bends();
    REQUIRE(twice.size() == 2);
    CHECK(twice[0].cobb * twice[1].cobb < 0);
    CHECK(once.size() == 1);
    for (const phantom::Bend& bend : {twice[0], twice[1], once[0]}) {
      CHECK(std::abs(bend.cobb) >= 15);
      CHECK(std::abs(bend.cobb) <= 60);
    }
  }
}

TEST_CASE("a double contour is two lines with the absorption of the single one, and all else is the same") {
  double closest = 1, furthest = 0;
  for (std::uint32_t i = 0; i < 100; ++i) {
    Random a(3, "test", 0, i), b(3, "test", 0, i);
    const auto twice = phantom::draw_spine(phantom::Pattern::two_contours, 0.5, a);
    const auto once = phantom::draw_spine(phantom::Pattern::one_contour, 0.5, b);
    CHECK(twice.contour().lines == 2);
    CHECK(once.contour().lines == 1);
    CHECK(twice.contour().amount == once.contour().amount);
    CHECK(twice.contour().aside == once.contour().aside);
    CHECK(twice.deviation() == once.deviation());
    CHECK(twice.contour().aside > twice.contour().gap / 2);  // neither line lies on the bone
    closest = std::min(closest, twice.contour().gap), furthest = std::max(furthest, twice.contour().gap);
  }
  CHECK(closest > 0.025);  // 11 mm
  CHECK(furthest < 0.05);
}

TEST_CASE("a name that the phantom does not draw is refused by name") {
  const auto dataset = phantoms();
  for (const char* name : {"Scol/", "Scol/0", "Scol/12x", "double/0001", "Scol/0012 (double/0001)", ""}) {
    Sample sample;
    sample.name = name;
    CHECK_THROWS_AS(dataset->draw(sample), Error);
  }
}
