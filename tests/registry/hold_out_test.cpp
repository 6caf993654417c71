#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "framework/experiment.h"

using namespace xp;

namespace {

Listing listing(const std::vector<int>& sizes) {
  Listing out;
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    out.classes.push_back("class" + std::to_string(c));
    for (int i = 0; i < sizes[c]; ++i) {
      out.samples.emplace_back();
      out.samples.back().label = static_cast<int>(c);
    }
  }
  return out;
}

Division divide(const Listing& listing, const Settings& settings = {}) {
  return Registry::global().make<Split>({"hold_out", settings})->divide(listing);
}

/// Samples of each class in train, validation and test.
std::vector<std::array<int, 3>> table(const Listing& listing, const Division& division) {
  std::vector<std::array<int, 3>> out(listing.classes.size());
  REQUIRE(division.of.size() == listing.samples.size());
  for (std::size_t i = 0; i < division.of.size(); ++i)
    ++out[static_cast<std::size_t>(listing.samples[i].label)][static_cast<std::size_t>(division.of[i])];
  return out;
}

}  // namespace

TEST_CASE("the radiographs' 237 samples fall into 154, 36 and 47") {
  const Listing l = listing({50, 132, 55});
  CHECK(table(l, divide(l)) == std::vector<std::array<int, 3>>{{32, 8, 10}, {86, 20, 26}, {36, 8, 11}});
}

TEST_CASE("every class and the whole keep within one sample of their shares, and no part lacks a class") {
  Random random(1, "hold_out_test");
  for (int round = 0; round < 300; ++round) {
    const double test = 0.05 * static_cast<double>(random.below(9)),
                 validation = 0.05 * static_cast<double>(random.below(9));
    std::vector<int> sizes(1 + random.below(8));
    for (int& n : sizes) n = 20 + static_cast<int>(random.below(200));
    const Listing l = listing(sizes);
    const auto counts = table(l, divide(l, {{"test", test}, {"validation", validation}, {"seed", round}}));
    const std::array<double, 3> shares = {1 - test - validation, validation, test};
    for (std::size_t p = 0; p < 3; ++p) {
      double total = 0, wanted = 0;
      for (std::size_t c = 0; c < sizes.size(); ++c) {
        CAPTURE(round, test, validation, p, c, sizes[c], counts[c][p]);
        CHECK(std::abs(counts[c][p] - shares[p] * sizes[c]) < 1 + 1e-9);
        CHECK((counts[c][p] > 0) == (shares[p] > 0));
        total += counts[c][p], wanted += shares[p] * sizes[c];
      }
      CAPTURE(round, test, validation, p, total, wanted);
      CHECK(std::abs(total - wanted) < 1 + 1e-9);
    }
  }
}

TEST_CASE("a split depends on its seed alone, and any sample can come into any part") {
  const Listing l = listing({12, 9});
  CHECK(divide(l, {{"seed", 3}}).of == divide(l, {{"seed", 3}}).of);
  std::vector<std::set<Part>> seen(l.samples.size());
  for (int seed = 0; seed < 60; ++seed) {
    const Division division = divide(l, {{"seed", seed}});
    for (std::size_t i = 0; i < seen.size(); ++i) seen[i].insert(division.of[i]);
  }
  for (const auto& parts_of_sample : seen) CHECK(parts_of_sample.size() == 3);
}

TEST_CASE("no group comes to lie in two parts, and shares stay near") {
  Random random(2, "hold_out_test");
  for (int round = 0; round < 200; ++round) {
    Listing l = listing({60 + static_cast<int>(random.below(100)), 40 + static_cast<int>(random.below(100))});
    for (Sample& s : l.samples)  // patients of about four images, some in both classes; some images without a patient
      if (random.chance(0.8)) s.group = "patient" + std::to_string(random.below(l.samples.size() / 4));
    const Division division = divide(l, {{"seed", round}});
    std::map<std::string, Part> part;
    for (std::size_t i = 0; i < l.samples.size(); ++i)
      if (const std::string& group = l.samples[i].group; !group.empty())
        REQUIRE(part.try_emplace(group, division.of[i]).first->second == division.of[i]);
    const auto counts = table(l, division);
    for (std::size_t c = 0; c < 2; ++c) {
      const double n = static_cast<double>(l.counts()[c]);
      CAPTURE(round, n, counts[c][0], counts[c][1], counts[c][2]);
      CHECK(std::abs(counts[c][2] - 0.2 * n) < 3);
      CHECK(std::abs(counts[c][1] - 0.15 * n) < 3);
    }
  }
}

TEST_CASE("as many groups as parts suffice, however unequal they are") {
  Listing l = listing({15, 30});
  for (std::size_t i = 0; i < 15; ++i) l.samples[i].group = i < 5 ? "a" : i < 10 ? "b" : "c";
  CHECK(table(l, divide(l))[0] == std::array<int, 3>{5, 5, 5});
}

TEST_CASE("a class with fewer samples or groups than parts is refused by name") {
  CHECK_THROWS_WITH(divide(listing({50, 2})), "class class1 has 2 samples: too few for 3 parts");
  CHECK_NOTHROW(divide(listing({50, 3})));
  CHECK_NOTHROW(divide(listing({50, 2}), {{"validation", 0}}));
  CHECK_THROWS_WITH(divide(listing({50, 0})), Catch::Contains("class1 has 0 samples"));
  Listing l = listing({50, 10});
  for (std::size_t i = 50; i < 60; ++i) l.samples[i].group = i < 55 ? "a" : "b";
  CHECK_THROWS_WITH(divide(l), "class class1 has 10 samples in 2 groups: too few for 3 parts");
}

TEST_CASE("a part of share 0 stays empty, and something is left to train on") {
  const Listing l = listing({20, 20});
  CHECK(divide(l, {{"validation", 0}, {"test", 0}}).indices(Part::train).size() == 40);
  CHECK(divide(l, {{"validation", 0}}).indices(Part::validation).empty());
  CHECK_THROWS_WITH(divide(l, {{"validation", 0.5}, {"test", 0.5}}), Catch::Contains("leaves nothing to train on"));
}
