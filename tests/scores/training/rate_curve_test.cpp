#include "framework/scores/training/rate_curve.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace xp;

namespace {
std::vector<double> rates(int n, double low = 1e-7, double high = 1) {
  std::vector<double> out;
  for (int i = 0; i < n; ++i) out.push_back(low * std::pow(high / low, i / (n - 1.0)));
  return out;
}

/// Level, then a fall around `fall` over a decade or so, then a rise from `rise` on.
std::vector<double> losses(const std::vector<double>& rates, double fall, double rise, double noise = 0) {
  std::mt19937 random(7);
  std::normal_distribution<double> drawn(0, 1);
  std::vector<double> out;
  for (const double r : rates)
    out.push_back(1.1 - 0.6 / (1 + std::pow(fall / r, 2)) + std::pow(r / rise, 2) + noise * drawn(random));
  return out;
}
}  // namespace

TEST_CASE("the rate where the loss falls fastest, and a tenth of where it is least, are found") {
  const auto x = rates(200);
  for (const double fall : {1e-5, 1e-4, 1e-3})
    for (const double noise : {0.0, 0.02}) {
      CAPTURE(fall, noise);
      const RateAdvice said = advice(x, losses(x, fall, 300 * fall, noise));
      REQUIRE(said.falls);
      CHECK(said.steepest > fall / 3);
      CHECK(said.steepest < fall * 3);
      CHECK(said.least > fall * 3);
      CHECK(said.least < fall * 300);
      CHECK(said.tenth == Approx(said.least / 10));
      CHECK(said.rate == std::min(said.steepest, said.tenth));
    }
}

TEST_CASE("without noise the steepest place is that of the formula") {
  const auto x = rates(700);
  CHECK(std::log10(advice(x, losses(x, 1e-3, 1e6)).steepest) == Approx(-3).margin(0.05));
}

TEST_CASE("a fall that only smoothing shows, as losses of small batches have it, is advised on") {
  const auto x = rates(200);
  const RateAdvice said = advice(x, losses(x, 1e-4, 0.1, 0.35));  // noise more than half of the fall
  REQUIRE(said.falls);
  CHECK(said.rate > 1e-6);
  CHECK(said.rate < 1e-2);
}

TEST_CASE("a loss that never falls, or is noise alone, suggests nothing") {
  const auto x = rates(100);
  std::mt19937 random(1);
  std::normal_distribution<double> drawn(1.1, 0.1);
  int advised = 0;
  for (int time = 0; time < 100; ++time) {
    std::vector<double> noise;
    for (int i = 0; i < 100; ++i) noise.push_back(drawn(random));
    advised += advice(x, noise).falls;
  }
  CHECK(advised <= 10);
  CHECK_FALSE(advice(x, std::vector<double>(100, 0.7)).falls);
  std::vector<double> rising;
  for (int i = 0; i < 100; ++i) rising.push_back(1 + 0.01 * i);
  CHECK_FALSE(advice(x, rising).falls);
  CHECK_FALSE(advice(rates(5), {5, 4, 3, 2, 1}).falls);
}

TEST_CASE("what comes after a loss that is no number is left out") {
  const auto x = rates(100);
  auto y = losses(x, 1e-4, 3e-2);
  const RateAdvice whole = advice(x, y);
  y[95] = NAN;
  const RateAdvice said = advice(x, y);
  CHECK(said.smooth.size() == 95);
  CHECK(said.steepest == Approx(whole.steepest).epsilon(0.2));
}

TEST_CASE("smoothing keeps a straight line's middle and moves nothing to later places") {
  std::vector<double> line, step;
  for (int i = 0; i < 50; ++i) line.push_back(i), step.push_back(i < 25 ? 1 : 0);
  CHECK(smoothed(line, 2)[25] == Approx(25));
  CHECK(smoothed(step, 2)[24] + smoothed(step, 2)[25] == Approx(1));
  CHECK(smoothed({4, 4, 4}, 1)[0] == Approx(4));
}
