#include "framework/scores/chance/one_rate.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace xp;

TEST_CASE("shares of several tests are held against one rate by chi-square, as scipy.stats.chi2_contingency has it") {
  const OneRate apart = one_rate({{61, 68}, {52, 68}, {64, 67}});
  CHECK(apart.p == Approx(0.0031079359373044953).epsilon(1e-9));
  CHECK(apart.sd == Approx(0.040625663682685206).epsilon(1e-9));
  CHECK(one_rate({{60, 68}, {61, 68}, {59, 67}}).p == Approx(0.9463613973695515).epsilon(1e-9));
}

TEST_CASE("one test alone, empty ones and tests without an error leave nothing to tell apart") {
  CHECK(one_rate({{5, 7}}).p == 1);
  CHECK(std::isnan(one_rate({{5, 7}, {0, 0}}).sd));
  CHECK(one_rate({{7, 7}, {9, 9}}).p == 1);
  CHECK(one_rate({{7, 7}, {9, 9}}).sd == 0);
}
