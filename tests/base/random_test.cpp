#include "framework/base/random.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>

using namespace xp;

TEST_CASE("Philox gives the known answers of its authors") {  // Random123, kat_vectors: philox4x32 10
  using Block = std::array<std::uint32_t, 4>;
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t f = 0xffffffff;
  CHECK(philox({f, f, f, f}, {f, f}) == Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream repeats itself, and any part of its key makes another stream") {
  const auto first = [](auto... key) { return Random(key...).bits(); };
  CHECK(first(1, "order", 2, 3) == first(1, "order", 2, 3));
  const std::set<std::uint64_t> all = {first(1, "order", 2, 3), first(2, "order", 2, 3), first(1, "augment", 2, 3),
                                       first(1, "order", 3, 3), first(1, "order", 2, 4), first(1, "order", 3, 2)};
  CHECK(all.size() == 6);
}

TEST_CASE("a stream's numbers are fixed for ever: stored seeds keep their meaning") {
  Random random(1, "order");
  CHECK(random.bits() == 0xa3a2c7365e042ec0);
  CHECK(random.bits() == 0x67a738e968b9d44f);
  CHECK(random.bits() == 0xa1588528bcb3367c);
}

TEST_CASE("numbers fall evenly into their range") {
  Random random(7, "test");
  std::vector<int> hits(6);
  double sum = 0;
  for (int i = 0; i < 60000; ++i) {
    ++hits[random.below(6)];
    const double u = random.uniform();
    REQUIRE((u >= 0 && u < 1));
    sum += u;
  }
  for (const int n : hits) CHECK(std::abs(n - 10000) < 500);  // 5 standard deviations
  CHECK(sum / 60000 == Approx(0.5).margin(0.006));
  CHECK(random.below(1) == 0);
}

TEST_CASE("normal numbers have mean 0 and variance 1") {
  Random random(7, "test");
  double sum = 0, squares = 0;
  for (int i = 0; i < 40000; ++i) {
    const double x = random.normal();
    sum += x, squares += x * x;
  }
  CHECK(sum / 40000 == Approx(0).margin(0.025));
  CHECK(squares / 40000 == Approx(1).margin(0.036));
}

TEST_CASE("a shuffle keeps every item and reaches every order") {
  std::set<std::vector<int>> orders;
  for (std::uint32_t sample = 0; sample < 200; ++sample) {
    std::vector<int> items(4);
    std::iota(items.begin(), items.end(), 0);
    Random(1, "test", 0, sample).shuffle(items);
    orders.insert(items);
    std::sort(items.begin(), items.end());
    REQUIRE(items == std::vector<int>{0, 1, 2, 3});
  }
  CHECK(orders.size() == 24);
}
