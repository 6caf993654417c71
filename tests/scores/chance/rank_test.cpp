#include "framework/scores/chance/rank.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace xp;

TEST_CASE("Spearman's correlation is scipy's, ties and all") {
  CHECK(spearman({1, 2, 2, 5, -3, 0.5}, {2, 2, 7, 1, 0, 3}) == Approx(0.16176470588235295).epsilon(1e-12));
  CHECK(spearman({1, 2, 3, 4, 5}, {5, 6, 7, 8, 7}) == Approx(0.8207826816681233).epsilon(1e-12));
  CHECK(spearman({1, 2, 3}, {10, 100, 1000}) == Approx(1));
  CHECK(spearman({1, 2, 3}, {3, 2, 1}) == Approx(-1));
}

TEST_CASE("what has no order has no rank correlation") {
  CHECK(std::isnan(spearman({1, 2, 3}, {4, 4, 4})));
  CHECK(std::isnan(spearman({1, NAN, 3}, {4, 5, 6})));
}
