#include "reports/attempts.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("how often a run was resumed, and from where, is said in words") {
  Record r;
  CHECK(resumed(r) == "");
  r.attempts.push_back({1, "", "", "", 0, 0});
  CHECK(resumed(r) == "resumed once, from the beginning");
  r.attempts.push_back({2, "", "", "", 0, 5});
  CHECK(resumed(r) == "resumed twice, last within epoch 1");
  r.attempts.push_back({3, "", "", "", 7, 90});
  CHECK(resumed(r) == "resumed 3 times, last after epoch 7");
}
