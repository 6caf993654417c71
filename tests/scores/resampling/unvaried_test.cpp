// Resamples that say nothing: all alike, of one group, or too few.
#include "framework/scores/resampling/unvaried.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/scores/resampling/replicates.h"
#include "framework/scores/resampling/resampled.h"
#include "tests/scores/fixtures/cases.h"

using namespace xp;

namespace {

/// n images of each of two classes, all right.
Judged all_right(int n) {
  Judged out{2};
  for (int label = 0; label < 2; ++label)
    for (int i = 0; i < n; ++i) {
      const double p = label == 1 ? 0.9 : 0.1;
      out.predictions.push_back({i, label, {1 - p, p}});
    }
  return out;
}

}  // namespace

TEST_CASE("a difference that no resample moves is one all the same") {
  const Judged perfect = all_right(40);
  Judged one_class = perfect;
  for (Prediction& p : one_class.predictions) p.probabilities = {0.9, 0.1};
  const Resampled ours = resampled({one_class, perfect}, {{"balanced_accuracy"}}, {999});
  CHECK(ours.differences[0][0].low > 0.3);
  CHECK(ours.p[0][0] == Approx(1 / 1000.0));
}

TEST_CASE("where whole groups are right, it is groups that could have been wrong") {
  Judged judged = all_right(100);
  for (int i = 0; i < 200; ++i) judged.groups.push_back(i / 50);
  const double z = 1.959963984540054, more = std::ceil(z * z * 50);
  CHECK(resampled({judged}, {{"accuracy"}}, {200}).intervals[0][0].low == Approx(200 / (200 + more)));
  for (int i = 0; i < 200; ++i) judged.groups[static_cast<std::size_t>(i)] = i / 100;  // one group a class
  CHECK(std::isnan(resampled({judged}, {{"accuracy"}}, {200}).intervals[0][0].low));
}

TEST_CASE("one resample is too few to say much, and enough not to fail") {
  for (int number = 0; number < 20; ++number) {
    const test::Case drawn(number);
    CHECK_NOTHROW(resampled({drawn.judged(), drawn.judged(1)}, {{"macro_f1"}, {"loss"}, {"mcc"}}, {1}));
  }
}

TEST_CASE("what goes wrong in one of several threads is heard of") {
  const auto fails = [](int number) {
    if (number == 7) throw std::runtime_error("number 7");
  };
  CHECK_THROWS_WITH(in_parallel(100, 3, fails), "number 7");
}
