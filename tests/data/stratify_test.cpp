#include <catch2/catch.hpp>
#include <chrono>
#include <functional>

#include "tests/scores/fixtures/numbers.h"
#include "tests/support/divided.h"

using namespace xp;

namespace {

const std::vector<double> usual{0.65, 0.15, 0.2}, thirds{1.0 / 3, 1.0 / 3, 1.0 / 3};

std::vector<int> dealt(const Listing& listing, const std::vector<double>& shares, std::uint64_t seed = 1) {
  Deal deal;
  deal.shares = shares, deal.seed = seed;
  return stratify(listing, test::everything(listing), deal);
}

/// Tries every way to put whole groups into the bins.
double best_of_all(const Listing& listing, const std::vector<double>& shares) {
  std::map<std::string, std::vector<double>> by_group;
  for (const Sample& s : listing.samples) {
    by_group[s.group].resize(listing.classes.size());
    ++by_group[s.group][static_cast<std::size_t>(s.label)];
  }
  std::vector<std::vector<double>> groups, table(listing.classes.size(), std::vector<double>(shares.size()));
  for (const auto& [name, counts] : by_group) groups.push_back(counts);
  double best = INFINITY;
  const std::function<void(std::size_t)> place = [&](std::size_t g) {
    if (g == groups.size()) return void(best = std::min(best, test::off(table, shares)));
    for (std::size_t b = 0; b < shares.size(); ++b) {
      for (std::size_t c = 0; c < table.size(); ++c) table[c][b] += groups[g][c];
      place(g + 1);
      for (std::size_t c = 0; c < table.size(); ++c) table[c][b] -= groups[g][c];
    }
  };
  place(0);
  return best;
}

}  // namespace

TEST_CASE("on small cases the classes' shares are as near as in the best of all divisions") {
  Random random(1, "stratify_test");
  int possible = 0;
  for (int round = 0; round < 150; ++round) {
    const std::size_t classes = 1 + random.below(3), groups = std::max(3 * classes, 5 + random.below(5));
    const Listing l = test::grouped(random, groups, 1 + random.below(30), classes, random.chance(0.5) ? 0 : 0.3);
    const std::vector<double>& shares = random.chance(0.5) ? usual : thirds;
    const std::vector<int> bins = dealt(l, shares, static_cast<std::uint64_t>(round));
    const double best = best_of_all(l, shares);
    CAPTURE(round, classes, groups, best);
    REQUIRE_FALSE(test::torn(l, bins));
    if (std::isinf(best)) continue;  // no division has every class in every bin
    ++possible;
    // A thousandth part is the whole's, by which equal ones are told apart.
    CHECK(test::off(test::table(l, bins, 3), shares) <= best + 1e-3 * (best + 1e-4));
  }
  CHECK(possible > 100);
}

TEST_CASE("where groups can be divided perfectly, they nearly are") {
  Random random(2, "stratify_test");
  for (int round = 0; round < 20; ++round) {
    Listing l;
    int group = 0;
    for (const char* name : {"a", "b"}) {
      for (int third = 0; third < 3; ++third)
        for (int left = 60; left > 0; ++group) {
          const int n = std::min(left, 1 + static_cast<int>(random.below(12)));
          for (int i = 0; i < n; ++i, --left) {
            l.samples.emplace_back();
            l.samples.back().label = static_cast<int>(l.classes.size());
            l.samples.back().group = std::to_string(group);
          }
        }
      l.classes.push_back(name);
    }
    for (const auto& row : test::table(l, dealt(l, thirds, static_cast<std::uint64_t>(round)), 3))
      for (const double n : row) CHECK(std::abs(n - 60) <= 1);
  }
}

TEST_CASE("whatever the groups, none is torn, every class is everywhere, and small groups make small errors") {
  Random random(3, "stratify_test");
  for (int round = 0; round < 60; ++round) {
    const std::size_t classes = 1 + random.below(5), bins = 2 + random.below(4), largest = 1 + random.below(30);
    Listing l = test::grouped(random, classes * bins * (2 + random.below(10)), largest, classes,
                              random.chance(0.5) ? 0 : random.uniform(0, 0.5));
    for (std::size_t i = 0; i < l.samples.size(); ++i)
      if (random.chance(0.1)) l.samples[i].group = "";  // images without a patient
    const std::vector<double> shares(bins, 1.0 / static_cast<double>(bins));
    const std::vector<int> dealt_out = dealt(l, shares, static_cast<std::uint64_t>(round));
    CAPTURE(round, classes, bins, largest, l.samples.size());
    CHECK_FALSE(test::torn(l, dealt_out));
    for (const auto& row : test::table(l, dealt_out, bins)) {
      double all = 0;
      for (const double n : row) all += n;
      for (const double n : row) {
        CHECK(n > 0);
        CHECK(std::abs(n - all / static_cast<double>(bins)) <= static_cast<double>(largest));
      }
    }
  }
}

TEST_CASE("one huge group lies where it is least in the way") {
  Random random(4, "stratify_test");
  Listing l = test::grouped(random, 40, 3, 2, 0.2);
  const auto rest = static_cast<double>(l.samples.size());
  for (int i = 0; i < 100; ++i) {
    l.samples.emplace_back();
    l.samples.back().group = "huge", l.samples.back().label = i % 2;
  }
  const std::vector<int> bins = dealt(l, usual);
  CHECK_FALSE(test::torn(l, bins));
  CHECK(bins.back() == 0);
  CHECK(static_cast<double>(std::count(bins.begin(), bins.end(), 0)) < 100 + 0.5 * rest);
}

TEST_CASE("folds are no further from equal shares than the best of ten of scikit-learn's StratifiedGroupKFold") {
  for (const auto& known : test::numbers("grouped")) {
    const std::vector<int> labels = known["labels"], groups = known["groups"];
    Listing l;
    l.classes.resize(static_cast<std::size_t>(*std::max_element(labels.begin(), labels.end())) + 1, "class");
    for (std::size_t i = 0; i < labels.size(); ++i) {
      l.samples.emplace_back();
      l.samples.back().label = labels[i], l.samples.back().group = std::to_string(groups[i]);
    }
    const std::size_t k = known["k"];
    const std::vector<double> shares(k, 1.0 / static_cast<double>(k));
    const std::vector<int> bins = dealt(l, shares);
    CHECK_FALSE(test::torn(l, bins));
    CHECK(test::off(test::table(l, bins, k), shares) <= known["best"].get<double>() + 1e-12);
  }
}

TEST_CASE("twenty thousand images of five thousand patients are divided at once") {
  Random random(5, "stratify_test");
  const Listing l = test::grouped(random, 5000, 7, 6, 0.2);
  const auto start = std::chrono::steady_clock::now();
  const std::vector<int> bins = dealt(l, usual);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  CHECK_FALSE(test::torn(l, bins));
  for (const auto& row : test::table(l, bins, 3)) {
    const double all = row[0] + row[1] + row[2];
    for (std::size_t b = 0; b < 3; ++b) CHECK(std::abs(row[b] - usual[b] * all) < 2);
  }
}

TEST_CASE("groups of one are divided as samples without a group are") {
  Listing l = test::listing({40, 23});
  const std::vector<int> alone = dealt(l, usual);
  for (Sample& s : l.samples) s.group = s.name;
  CHECK(dealt(l, usual) == alone);
}
