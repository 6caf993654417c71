// Which predictions are worth a look.
#include "framework/scores/telling.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace xp;
using Places = std::vector<std::size_t>;

namespace {

/// The truth is given 0, 1, … 100 %: named right from 50 % on.
std::vector<Prediction> hundred() {
  std::vector<Prediction> out;
  for (int i = 0; i <= 100; ++i) out.push_back({i, 0, {i / 100.0, 1 - i / 100.0}});
  return out;
}

Places all_of(const Telling& t) {
  Places out = t.worst;
  out.insert(out.end(), t.best.begin(), t.best.end());
  out.insert(out.end(), t.least_certain.begin(), t.least_certain.end());
  return out;
}

}  // namespace

TEST_CASE("of too many predictions the worst, the best and the least certain are looked at") {
  CHECK(telling(hundred(), 6) == Places{0, 1, 49, 50, 99, 100});
  CHECK(telling(hundred(), 500).size() == 101);
  CHECK(telling(hundred(), 100).size() == 100);
  CHECK(telling(hundred(), std::size_t{0}).empty());
}

TEST_CASE("each list has its most extreme first, and no image is in two of them") {
  const Telling t = telling(hundred(), {3, 2, 2});
  CHECK(t.worst == Places{0, 1, 2});
  CHECK(t.best == Places{100, 99});
  CHECK(t.least_certain == Places{50, 49});
  const Places chosen = all_of(telling(hundred()));
  CHECK(chosen.size() == 16);
  CHECK(std::set(chosen.begin(), chosen.end()).size() == 16);
}

TEST_CASE("of few predictions each list has its share, so that what is best is not among the worst") {
  std::vector<Prediction> few = hundred();
  few.erase(few.begin(), few.begin() + 95);  // all are named right
  const Telling t = telling(few);
  CHECK(t.worst == Places{0, 1});
  CHECK(t.best == Places{5, 4});
  CHECK(t.least_certain == Places{2, 3});
  CHECK(all_of(telling({})).empty());
  CHECK(telling({hundred()[7]}).worst == Places{0});
}

TEST_CASE("what a page looks at is among what a run of many test images kept") {
  std::vector<Prediction> many;
  for (int i = 0; i < 1000; ++i) {
    const double p = 0.5 + 0.5 * std::sin(i * i * 0.37), q = (1 - p) * (i % 7) / 7.0;
    many.push_back({i, i % 3, {p, q, 1 - p - q}});
  }
  const Places kept = telling(many, 300);
  CHECK(std::is_sorted(kept.begin(), kept.end()));
  for (const std::size_t place : all_of(telling(many))) CHECK(std::binary_search(kept.begin(), kept.end(), place));
}

TEST_CASE("equals are taken in their order, and no number counts as no probability") {
  const std::vector<Prediction> all{{0, 0, {0.5, 0.5}}, {1, 0, {0.5, 0.5}}, {2, 1, {std::nan(""), std::nan("")}}};
  const Telling t = telling(all, {2, 1, 0});
  CHECK(t.worst == Places{2, 0});
  CHECK(t.best == Places{1});
}
