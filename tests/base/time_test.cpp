// Moments of the store, and what lies between two of them.
#include "framework/base/time.h"

#include <catch2/catch.hpp>

using xp::seconds_between;

TEST_CASE("seconds between two moments, over the end of a day, a leap day and a year") {
  CHECK(seconds_between("2026-03-01T12:30:05.250Z", "2026-03-01T12:30:06.000Z") == Approx(0.75));
  CHECK(seconds_between("2028-02-28T23:59:59.000Z", "2028-03-01T00:00:00.000Z") == Approx(86401));
  CHECK(seconds_between("2026-12-31T23:59:00.000Z", "2027-01-01T00:01:00.000Z") == Approx(120));
}

TEST_CASE("there is no time between moments of which one is missing, and none where the clock went back") {
  CHECK(seconds_between("", "2026-03-01T12:30:06.000Z") == 0);
  CHECK(seconds_between("2026-03-01T12:30:06.000Z", "") == 0);
  CHECK(seconds_between("2026-03-01T12:30:06.000Z", "2026-03-01T12:30:05.000Z") == 0);
}
