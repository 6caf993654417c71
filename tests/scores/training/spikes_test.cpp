#include "framework/scores/training/spikes.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace xp;

namespace {
int spikes_in(const std::vector<double>& objectives, int classes = 3) {
  Spikes spikes(classes);
  int n = 0;
  for (const double o : objectives) n += spikes.add(o);
  return n;
}

/// A loss that falls from 1.1 to `end`, with noise in proportion to it and a long right tail.
std::vector<double> falling(int batches, double end, unsigned seed) {
  std::mt19937 random(seed);
  std::lognormal_distribution<double> noise(0, 0.25);
  std::vector<double> out;
  for (int i = 0; i < batches; ++i) out.push_back((end + (1.1 - end) * std::exp(-i / 80.0)) * noise(random));
  return out;
}
}  // namespace

TEST_CASE("a batch far above those before it spikes, and is told apart from noise") {
  std::vector<double> objectives = falling(300, 0.3, 1);
  CHECK(spikes_in(objectives) == 0);
  objectives[150] = 4, objectives[200] = 6, objectives[201] = 5;
  CHECK(spikes_in(objectives) == 3);
}

TEST_CASE("batches of a run that learns well hardly ever spike") {
  int runs = 0;
  for (unsigned seed = 0; seed < 200; ++seed) runs += spikes_in(falling(300, 0.05, seed)) > 0;
  CHECK(runs <= 4);
}

TEST_CASE("where the loss is all but 0, one hard image among sixteen is no spike") {
  std::vector<double> objectives(100, 0.001);
  objectives[60] = 0.4;
  CHECK(spikes_in(objectives) == 0);
  objectives[60] = 0.6;  // more than ln(3) / 2
  CHECK(spikes_in(objectives) == 1);
}

TEST_CASE("nothing spikes before there is something to compare with, and what is no number always does") {
  CHECK(spikes_in({1, 1, 1, 50, 1, 1}) == 0);
  CHECK(spikes_in({1, NAN, INFINITY}) == 2);
}

TEST_CASE("what was remembered goes on as if there had been no break") {
  std::vector<double> objectives = falling(200, 0.3, 3);
  objectives[120] = 5;
  Spikes whole(3), first(3), second(3);
  for (int i = 0; i < 110; ++i)
    whole.add(objectives[static_cast<std::size_t>(i)]), first.add(objectives[static_cast<std::size_t>(i)]);
  second.recall(first.recent());
  for (int i = 110; i < 200; ++i) {
    const double o = objectives[static_cast<std::size_t>(i)];
    CHECK(whole.add(o) == second.add(o));
  }
  CHECK(second.recent() == whole.recent());
  CHECK(second.recent().size() == 64);
}
