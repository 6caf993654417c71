#include "framework/scores/chance/chance.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/random.h"
#include "framework/scores/calibration.h"

using namespace xp;

namespace {

/// Images of classes in turn, each given a confidence and a class.
Judged drawn(int n, int classes, double truth_of_confidence, std::uint64_t seed) {
  Random random(seed, "drawn");
  Judged out{classes};
  for (int i = 0; i < n; ++i) {
    const double confidence = random.uniform(1.0 / classes, 1);
    const int said = static_cast<int>(random.below(static_cast<std::size_t>(classes)));
    std::vector<double> p(static_cast<std::size_t>(classes), (1 - confidence) / (classes - 1));
    p[static_cast<std::size_t>(said)] = confidence;
    const bool right = random.chance(std::min(1.0, truth_of_confidence * confidence));
    out.predictions.push_back({i, right ? said : (said + 1) % classes, p});
  }
  return out;
}

}  // namespace

TEST_CASE("balanced accuracy of a guess has the mean and deviation that all orders of the answers have") {
  // Eight images of three classes, one of which was never said: every one of the 8! orders counts the same.
  const std::vector<int> truth{0, 0, 0, 1, 1, 2, 2, 2};
  std::vector<int> said{0, 0, 0, 0, 0, 1, 1, 1};
  Confusion seen(3);
  for (std::size_t i = 0; i < truth.size(); ++i) seen.add(truth[i], said[i]);
  double n = 0, sum = 0, squares = 0;
  std::sort(said.begin(), said.end());
  do {  // permutations of a multiset: each stands for equally many orders
    Confusion c(3);
    for (std::size_t i = 0; i < truth.size(); ++i) c.add(truth[i], said[i]);
    const double b = c.balanced_accuracy();
    ++n, sum += b, squares += b * b;
  } while (std::next_permutation(said.begin(), said.end()));
  const Guessed g = guessed(seen);
  CHECK(g.mean == Approx(sum / n).epsilon(1e-12));
  CHECK(g.sd == Approx(std::sqrt(squares / n - sum * sum / n / n)).epsilon(1e-9));
  CHECK(g.z == Approx((seen.balanced_accuracy() - g.mean) / g.sd));
}

TEST_CASE("one class said of everything is a guess, and of no image nothing is said") {
  Confusion one(2);
  one.add(0, 0, 30), one.add(1, 0, 10);
  CHECK(guessed(one).z == 0);
  CHECK(guessed(one).mean == Approx(0.5));
  CHECK(std::isnan(guessed(Confusion(2)).seen));
}

TEST_CASE("probabilities that are right are told to be off about as often as the level says, whatever n") {
  for (const int n : {30, 200}) {
    int alarms = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed)
      alarms += calibration_by_chance(drawn(n, 3, 1, seed), 200, seed).p < 0.05;
    CHECK(alarms >= 6);  // 20 expected
    CHECK(alarms <= 38);
  }
}

TEST_CASE("probabilities that are too sure are told from right ones, and the error is the score sheet's") {
  const Judged sure = drawn(300, 3, 0.6, 1);
  const CalibrationByChance c = calibration_by_chance(sure);
  CHECK(c.p < 0.01);
  CHECK(c.seen == Approx(calibration(sure).ece).epsilon(1e-12));
  CHECK(c.mean < c.seen / 2);
  Judged named = sure;
  named.probabilistic = false;
  CHECK(std::isnan(calibration_by_chance(named).seen));
  CHECK(std::isnan(calibration_by_chance(Judged{3}).seen));
}

TEST_CASE("images of one group are no pieces of evidence of their own: chance goes farther") {
  Judged grouped = drawn(200, 2, 1, 3);
  for (int i = 0; i < 200; ++i) grouped.groups.push_back(i / 20);
  CHECK(calibration_by_chance(grouped).mean > 1.5 * calibration_by_chance(drawn(200, 2, 1, 3)).mean);
}
