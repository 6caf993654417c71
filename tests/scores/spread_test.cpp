// Mean and deviation over runs, beside what NumPy says (std with ddof=1).
#include "framework/scores/spread.h"

#include <catch2/catch.hpp>
#include <cmath>

using xp::spread_of;

TEST_CASE("mean, sample standard deviation and range of a few scores") {
  const xp::Spread s = spread_of({0.91, 0.87, 0.95, 0.89});
  CHECK(s.n == 4);
  CHECK(s.mean == Approx(0.905));
  CHECK(s.sd == Approx(0.034156502553198644));
  CHECK(s.least == 0.87);
  CHECK(s.most == 0.95);
}

TEST_CASE("one score has no deviation, and none has no mean") {
  CHECK(std::isnan(spread_of({0.9}).sd));
  CHECK(spread_of({0.9}).mean == 0.9);
  CHECK(spread_of({}).n == 0);
  CHECK(std::isnan(spread_of({}).mean));
}
