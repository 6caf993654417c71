#include "reports/diagnosis/history.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/random.h"
#include "tests/support/records.h"

using namespace xp;
using test::series;

TEST_CASE("a loss that falls and rises turns where it was lowest; a flat bottom ends where the rise begins") {
  const Turn v = turn(series(30, [](int e) { return 0.5 + 0.05 * std::abs(e - 12); }), 0.1);
  CHECK(v.lowest == 12);
  CHECK(v.since == 13);
  CHECK(v.low == Approx(0.55));  // the median around it
  CHECK(turn(series(30, [](int e) { return e <= 10 ? 0.5 : 0.5 + 0.05 * (e - 10); }), 0.1).since == 11);
}

TEST_CASE("one bad epoch, a loss that only falls, and a rise smaller than its noise are no turn") {
  CHECK(turn(series(30, [](int e) { return e == 20 ? 9.0 : 1.0 / e; }), 0.1).since == 0);
  CHECK(turn(series(30, [](int e) { return 1.0 / e; }), 0.1).since == 0);
  CHECK(turn(series(4, [](int e) { return 1.0 * e; }), 0.1).since == 0);  // too few epochs to tell
  int turned = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    Random random(seed, "turn");
    turned += turn(series(40, [&](int e) { return 0.4 + std::exp(-0.2 * e) + 0.05 * random.normal(); }), 0.1).since > 0;
  }
  CHECK(turned <= 10);
}

TEST_CASE("the onset is found through noise, within 2 epochs as the median goes") {
  std::vector<double> errors;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    Random random(seed, "onset");
    const auto loss = series(40, [&](int e) {
      return (e <= 15 ? 0.4 + 0.6 * std::exp(-0.2 * e) : 0.43 + 0.03 * (e - 15)) * (1 + 0.05 * random.normal());
    });
    errors.push_back(std::abs(static_cast<double>(turn(loss, 0.1).since) - 16));
  }
  CHECK(median(errors) <= 2);
}

TEST_CASE("how fast a loss falls at its end is told as the share of a fifth of the epochs") {
  CHECK(fall(series(50, [](int e) { return std::pow(0.9, e / 10.0); })) == Approx(0.1));
  CHECK(fall(series(50, [](int) { return 0.3; })) == 0);
  CHECK(fall(series(50, [](int e) { return 0.3 + 0.01 * e; })) == 0);
  CHECK(std::isnan(fall(series(3, [](int e) { return 1.0 / e; }))));
  CHECK(trend(series(20, [](int e) { return 0.02 * e; })) == Approx(0.02));
}

TEST_CASE("counts quicken and a curve widens from the epoch that divides them best") {
  CHECK(quickens(series(30, [](int e) { return e > 18 ? 3.0 : 0.0; })) == 19);
  CHECK(quickens(series(30, [](int) { return 0.0; })) == 0);
  CHECK(quickens(series(30, [](int) { return 1.0; })) == 1);
  const auto wide = series(30, [](int e) { return 0.8 + (e > 12 ? 0.15 : 0.01) * (e % 2 ? 1 : -1); });
  CHECK(std::abs(static_cast<double>(widens(wide, 0.01)) - 13) <= 2);
}

TEST_CASE("NaN, infinities and curves of no or one point break nothing") {
  for (const Series& s : {Series{}, Series{{1, 0.5}}, Series{{1, test::nan}, {2, INFINITY}}, Series{{1, 0}, {2, 0}}}) {
    turn(s, 0.1), fall(s), trend(s), quickens(s), widens(s, 0.01), noise(s), end_level(s);
    CHECK(turn(s, 0.1).since == 0);
  }
}

TEST_CASE("a curve that is not there turns nowhere and has no low; a loss below 0 turns where it is lowest") {
  CHECK(std::isnan(turn({}, 0.1).low));
  CHECK(turn(series(20, [](int e) { return -2 + 0.1 * std::abs(e - 9); }), 0.1).since == 10);
  CHECK(std::isnan(fall(series(20, [](int e) { return -0.1 * e; }))));
}
