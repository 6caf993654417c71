#include "framework/scores/intervals/interval.h"

#include "tests/scores/fixtures/numbers.h"

using namespace xp;

TEST_CASE("Wilson's interval is that of statsmodels") {
  for (const auto& known : test::numbers("wilson")) {
    const Interval ours = wilson(known["k"], known["n"], known["confidence"]);
    test::check_same(ours.low, known["interval"][0]);
    test::check_same(ours.high, known["interval"][1]);
  }
}

TEST_CASE("5 of 7 right may be anything between 36 and 92 %") {
  const Interval interval = wilson(5, 7);
  CHECK(interval.low == Approx(0.359).margin(0.0005));
  CHECK(interval.high == Approx(0.918).margin(0.0005));
  CHECK(interval.contains(5.0 / 7));
}

TEST_CASE("Wilson's interval stays within 0 and 1 and reaches them only where it must") {
  CHECK(wilson(0, 10).low == 0);
  CHECK(wilson(10, 10).high == 1);
  CHECK(wilson(0, 0).low == 0);
  CHECK(wilson(0, 0).high == 1);
  CHECK(wilson(1, 1000000).low > 0);
}

TEST_CASE("McNemar's exact test is that of statsmodels") {
  for (const auto& known : test::numbers("mcnemar")) {
    test::check_same(mcnemar_exact(known["b"], known["c"]), known["exact"]);
    test::check_same(mcnemar_mid_p(known["b"], known["c"]), known["mid_p"]);
  }
}

TEST_CASE("networks that never differ are not told apart") {
  CHECK(mcnemar_exact(0, 0) == 1);
  CHECK(mcnemar_mid_p(0, 0) == 1);
  CHECK(mcnemar_exact(3, 0) == 0.25);  // 95 against 100 % of 68 images
}

TEST_CASE("six one-sided wins are the fewest that prove a difference") {
  CHECK(smallest_significant_flips() == 6);
  CHECK(smallest_significant_flips(0.01) == 8);
  CHECK(mcnemar_exact(6, 0) < 0.05);
  CHECK(mcnemar_exact(5, 0) > 0.05);
}

TEST_CASE("the interval of a paired difference is Tango's") {
  for (const auto& known : test::numbers("paired_difference")) {  // found by a search for the constrained maximum
    const Interval ours = paired_difference(known["b"], known["c"], known["n"], known["confidence"]);
    CHECK(ours.low == Approx(known["interval"][0].get<double>()).margin(1e-6));
    CHECK(ours.high == Approx(known["interval"][1].get<double>()).margin(1e-6));
  }
  // Fagerland, Lydersen, Laake, Statistics in Medicine 33 (2014): airways of 21 children, -0.517 to -0.026.
  const Interval published = paired_difference(1, 7, 21);
  CHECK(published.low == Approx(-0.517).margin(0.0005));
  CHECK(published.high == Approx(-0.026).margin(0.0005));
}

TEST_CASE("an interval of a paired difference turns with its sides and never leaves -1 and 1") {
  for (const auto& [b, c, n] : {std::tuple{0, 0, 10}, {10, 0, 10}, {0, 10, 10}, {3, 0, 68}, {1, 0, 1}, {4, 9, 13}}) {
    const Interval there = paired_difference(b, c, n), back = paired_difference(c, b, n);
    CAPTURE(b, c, n, there.low, there.high);
    CHECK(there.low == Approx(-back.high).margin(1e-12));
    CHECK(there.high == Approx(-back.low).margin(1e-12));
    CHECK(there.contains(static_cast<double>(b - c) / n));
    CHECK(there.low >= -1);
    CHECK(there.high <= 1);
    CHECK(there.high - there.low > 0.01);
  }
  CHECK(paired_difference(0, 0, 0).low == -1);
}
