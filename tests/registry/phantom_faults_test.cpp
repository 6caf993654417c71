// Faults of the phantoms are what they say, and can be looked up in the names.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>

#include "framework/experiment.h"
#include "framework/plan/plan.h"
#include "registry/datasets/phantom/name.h"

using namespace xp;
using phantom::Drawn;
using phantom::Treatment;

namespace {

std::shared_ptr<Dataset> phantoms(Settings settings) {
  if (!find(settings, "height")) set(settings, "height", 48);
  return Registry::global().make<Dataset>(Choice("spine_phantom", settings));
}

Drawn truth(const Sample& sample, const Listing& listing) {
  const std::optional<Drawn> drawn = phantom::drawn(sample.name, listing.classes);
  REQUIRE(drawn);
  return *drawn;
}

Image picture(const Dataset& dataset, const std::string& name) {
  Sample sample;
  sample.name = name;
  return dataset.draw(sample);
}

double correlation(const Image& a, const Image& b, int border) {
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, n = 0;
  for (int y = border; y < a.height - border; ++y)
    for (int x = border; x < a.width - border; ++x, ++n) {
      const double p = a.at(x, y), q = b.at(x, y);
      sa += p, sb += q, saa += p * p, sbb += q * q, sab += p * q;
    }
  return (sab - sa * sb / n) / std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
}

/// Whether `part` is a rectangle of `whole`, pixel by pixel.
bool lies_in(const Image& part, const Image& whole) {
  for (int top = 0; top + part.height <= whole.height; ++top)
    for (int left = 0; left + part.width <= whole.width; ++left) {
      bool same = true;
      for (int y = 0; same && y < part.height; ++y)
        for (int x = 0; same && x < part.width; ++x) same = part.at(x, y) == whole.at(left + x, top + y);
      if (same) return true;
    }
  return false;
}

double share(const Listing& listing, const std::function<bool(const Sample&)>& is) {
  return static_cast<double>(std::count_if(listing.samples.begin(), listing.samples.end(), is)) /
         static_cast<double>(listing.samples.size());
}

}  // namespace

TEST_CASE("a phantom's name reads back to what it says") {
  const std::vector<std::string> classes{"3CH", "3CTL"};
  using phantom::Origin, phantom::Picture;
  const Drawn all[] = {
      {{0, 12, 1}, {}},
      {{1, 12345, 7}, {}},
      {{0, 31, 1}, Origin{{0, 12, 1}}},
      {{0, 31, 2}, Origin{{0, 12, 3}, Treatment::mirrored, 0}},
      {{1, 2, 1}, Origin{{1, 1, 1}, Treatment::rotated, -5}},
      {{1, 2, 1}, Origin{{1, 1, 1}, Treatment::cropped, 92}},
      {{1, 2, 1}, Origin{{1, 1, 1}, Treatment::gamma, 1.2}},
  };
  for (const Drawn& drawn : all) CHECK(phantom::drawn(phantom::name(drawn, classes), classes) == drawn);
  CHECK(phantom::name(all[3], classes) == "3CH/0031 view 2 (3CH/0012 view 3, mirrored)");
  for (const char* wrong : {"3CH/0012 ", "3CH/0012 view", "3CH/0012 view 0", "3CH/0031 (", "3CH/0031 (3CH/0012",
                            "3CH/0031 (3CH/0012, turned)", "3CH/0031 (3CH/0012, gamma )", "3CTLL/1", "3CH/0031 ()"})
    CHECK_FALSE(phantom::drawn(wrong, classes));
}

TEST_CASE("without a fault every picture is its own, in no group, and keeps the recipe that it had before faults") {
  const Listing listing = phantoms({})->list();
  for (const Sample& sample : listing.samples) {
    CHECK(truth(sample, listing) == Drawn{{sample.label, truth(sample, listing).own.patient, 1}, {}});
    CHECK(sample.group.empty());
  }
  const auto recipe = [](Settings more) {
    Settings settings{{"task", "three_classes"}, {"images", 40}, {"height", 96}, {"difficulty", 0.5}};
    settings.insert(settings.end(), more.begin(), more.end());
    return xp::listing(Choice("spine_phantom", settings)).samples[7].sha256;
  };
  CHECK(recipe({}) == "af628cca361b52e0f63bb8bbbcfcb246730c765a90d68d410eab5f350fa1a0a7");
  CHECK(recipe({{"copies", 0.0}, {"images_per_patient", 1}}) == recipe({}));
  CHECK(recipe({{"copies", 0.1}}) != recipe({}));
}

TEST_CASE("a duplicate is an earlier patient's very picture, under another name and with the same label") {
  const auto dataset = phantoms({{"images", 600}, {"duplicates", 0.1}});
  const Listing listing = dataset->list();
  std::set<std::string> names;
  int looked_at = 0;
  for (const Sample& sample : listing.samples) {
    names.insert(sample.name);
    const Drawn drawn = truth(sample, listing);
    CHECK(drawn.own.label == sample.label);
    if (!drawn.copy) continue;
    CHECK(drawn.copy->how == Treatment::none);
    CHECK(drawn.copy->of.label == sample.label);
    CHECK(drawn.copy->of.patient < drawn.own.patient);
    const std::string original = phantom::name(drawn.copy->of, listing.classes);
    CHECK(names.count(original) == 1);  // is there, and is no copy itself
    if (++looked_at <= 10) CHECK(dataset->draw(sample).pixels == picture(*dataset, original).pixels);
  }
  CHECK(names.size() == listing.samples.size());
  CHECK(looked_at / 600.0 == Approx(0.1).margin(0.04));
}

TEST_CASE("an augmented copy is the same picture mirrored, rotated, cropped or with another gamma") {
  const auto dataset = phantoms({{"images", 400}, {"copies", 0.3}});
  const Listing listing = dataset->list();
  std::map<Treatment, int> seen;
  for (const Sample& sample : listing.samples) {
    const Drawn drawn = truth(sample, listing);
    if (!drawn.copy || seen[drawn.copy->how]++ >= 5) continue;
    CAPTURE(sample.name);
    const Image copy = dataset->draw(sample);
    const Image original = picture(*dataset, phantom::name(drawn.copy->of, listing.classes));
    if (drawn.copy->how != Treatment::cropped) REQUIRE((copy.width == original.width && copy.height == 48));
    switch (drawn.copy->how) {
      case Treatment::none: FAIL("neither a copy nor none"); break;
      case Treatment::mirrored:
        for (int x = 0; x < copy.width; ++x) CHECK(copy.at(x, 20) == original.at(copy.width - 1 - x, 20));
        break;
      case Treatment::rotated: {
        CHECK(std::abs(drawn.copy->amount) >= 3);
        CHECK(std::abs(drawn.copy->amount) <= 7);
        // What lies x to the right of the middle is now lower by x sin(angle).
        const double angle = drawn.copy->amount * 3.14159265 / 180;
        Image back(copy.width, copy.height);
        const double mx = (copy.width - 1) / 2.0, my = (copy.height - 1) / 2.0;
        for (int y = 0; y < back.height; ++y)
          for (int x = 0; x < back.width; ++x) {
            const double u = mx + std::cos(angle) * (x - mx) - std::sin(angle) * (y - my),
                         v = my + std::sin(angle) * (x - mx) + std::cos(angle) * (y - my);
            back.at(x, y) = copy.at(std::clamp(static_cast<int>(std::lround(u)), 0, copy.width - 1),
                                    std::clamp(static_cast<int>(std::lround(v)), 0, copy.height - 1));
          }
        CHECK(correlation(back, original, 6) > 0.9);
        CHECK(correlation(back, original, 6) > correlation(copy, original, 6));
        break;
      }
      case Treatment::cropped:
        CHECK(copy.height == 44);  // 92 % of 48
        CHECK(lies_in(copy, original));
        break;
      case Treatment::gamma:
        for (std::size_t i = 0; i < copy.pixels.size(); i += 17)
          CHECK(copy.pixels[i] == Approx(std::pow(original.pixels[i], drawn.copy->amount)).margin(1e-6));
        break;
    }
  }
  CHECK(seen.size() == 4);
}

TEST_CASE("another set seed plants other copies") {
  const auto names = [](int seed) {
    std::vector<std::string> out;
    for (const Sample& s : phantoms({{"copies", 0.2}, {"seed", seed}})->list().samples) out.push_back(s.name);
    return out;
  };
  CHECK(names(1) == names(1));
  CHECK(names(1) != names(2));
}

TEST_CASE("a patient's images share group, spine and build, and differ in all else") {
  const auto three = phantoms({{"images", 60}, {"images_per_patient", 3}}), one = phantoms({{"images", 60}});
  const Listing listing = three->list();
  CHECK(listing.counts() == std::vector<std::int64_t>{20, 20, 20});
  std::map<std::string, std::vector<std::string>> patients;
  for (const Sample& sample : listing.samples) patients[sample.group].push_back(sample.name);
  CHECK(patients.size() == 21);  // seven of each class, the last with two images
  CHECK(patients["Scol/0002"] == std::vector<std::string>{"Scol/0002", "Scol/0002 view 2", "Scol/0002 view 3"});
  CHECK(picture(*three, "Scol/0002").pixels == picture(*one, "Scol/0002").pixels);
  CHECK(picture(*three, "Scol/0002").pixels != picture(*three, "Scol/0002 view 2").pixels);
}

TEST_CASE("of shared patients the group is withheld, from all of their images") {
  const Listing listing = phantoms({{"images", 600}, {"images_per_patient", 3}, {"shared_patients", 0.3}})->list();
  std::map<std::pair<int, int>, std::set<std::string>> groups;
  for (const Sample& s : listing.samples) groups[{s.label, truth(s, listing).own.patient}].insert(s.group);
  for (const auto& [patient, names] : groups) CHECK(names.size() == 1);
  CHECK(share(listing, [](const Sample& s) { return s.group.empty(); }) == Approx(0.3).margin(0.1));
  CHECK_THROWS_AS(phantoms({{"shared_patients", 0.3}})->list(), Error);
}

TEST_CASE("label noise changes the label and leaves the picture; the name knows better") {
  for (const char* task : {"three_classes", "double_curve", "als_types"}) {
    const Listing listing = phantoms({{"task", task}, {"images", 1000}, {"label_noise", 0.2}})->list();
    const auto is_wrong = [&](const Sample& s) { return s.label != truth(s, listing).own.label; };
    CHECK(share(listing, is_wrong) == Approx(0.2).margin(0.05));
    std::set<int> claimed;
    for (const Sample& s : listing.samples)
      if (is_wrong(s)) claimed.insert(s.label);
    CHECK(claimed.size() == listing.classes.size());
  }
  CHECK(picture(*phantoms({{"label_noise", 1.0}}), "Scol/0003").pixels == picture(*phantoms({}), "Scol/0003").pixels);
}

TEST_CASE("a marker stands in its class's corner, in the share of images that was asked for") {
  const auto bright = [](const Image& image, int corner) {
    const int w = image.width / 5, h = image.height / 8;
    const int x0 = corner % 2 == 0 ? 0 : image.width - w, y0 = corner / 2 == 0 ? 0 : image.height - h;
    int count = 0;
    for (int y = y0; y < y0 + h; ++y)
      for (int x = x0; x < x0 + w; ++x) count += image.at(x, y) > 0.97f;
    return count;
  };
  const auto marked = phantoms({{"images", 90}, {"marker", 1.0}, {"noise", 0.0}, {"height", 96}});
  const auto clean = phantoms({{"images", 90}, {"noise", 0.0}, {"height", 96}});
  for (const Sample& sample : marked->list().samples) {
    CAPTURE(sample.name);
    CHECK(bright(marked->draw(sample), sample.label) > 10);
  }
  const Listing listing = clean->list();
  CHECK(share(listing, [&](const Sample& s) { return bright(clean->draw(s), s.label) > 10; }) < 0.15);
}

TEST_CASE("with exposure the last class is brighter, with size its pictures are larger, and the spines are the same") {
  const auto mean = [](const Dataset& dataset, int label) {
    double sum = 0, n = 0;
    for (const Sample& s : dataset.list().samples)
      if (s.label == label) {
        const Image image = dataset.draw(s);
        sum += std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0) / image.pixels.size(), ++n;
      }
    return sum / n;
  };
  const auto bright = phantoms({{"images", 120}, {"exposure", 0.6}}), clean = phantoms({{"images", 120}});
  CHECK(std::abs(mean(*clean, 2) - mean(*clean, 0)) < 0.05);
  CHECK(mean(*bright, 2) - mean(*bright, 0) > 0.2);
  CHECK(mean(*bright, 1) == Approx(mean(*clean, 1)));

  const auto large = phantoms({{"images", 30}, {"size", 0.5}, {"height", 100}});
  for (const Sample& s : large->list().samples)
    CHECK(large->draw(s).height == (s.label == 0 ? 75 : s.label == 1 ? 100 : 125));
}

TEST_CASE("too many copies are refused") {
  CHECK_THROWS_AS(phantoms({{"copies", 0.5}, {"duplicates", 0.5}})->list(), Error);
}
