// Every threshold at once is every threshold by itself.
#include "framework/scores/resampling/at_thresholds.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/scores/sheet.h"
#include "tests/scores/fixtures/cases.h"

using namespace xp;

namespace {

/// As a test of two classes, in which nothing is in doubt.
Judged called(const Judged& judged, int positive, double threshold) {
  Judged out{2, {}, judged.groups};
  for (const Prediction& p : judged.predictions) {
    const bool is = p.probabilities[static_cast<std::size_t>(positive)] >= threshold;
    out.predictions.push_back({p.sample, p.label == positive, {is ? 0.0 : 1.0, is ? 1.0 : 0.0}});
  }
  return out;
}

bool same(double a, double b) { return std::isnan(a) ? std::isnan(b) : a == Approx(b).epsilon(1e-12); }

}  // namespace

TEST_CASE("counts, rates and intervals at a threshold are those of two classes, called so") {
  const Bootstrap bootstrap{400};
  const std::vector<Scalar> scalars{
      {"recall", 1}, {"specificity", 1}, {"precision", 1}, {"precision", 0}, {"accuracy"}};
  int by_group = 0;
  for (int number = 0; number < 40; ++number)
    for (const bool grouped : {false, true}) {
      const Judged judged = test::Case(number).judged(0, grouped);
      if (!judged.images()) continue;
      const auto rows = at_thresholds(judged, 0, {INFINITY, 0.9, 0.5, 0.31, 0}, bootstrap);
      REQUIRE(rows.size() == 5);
      for (const AtThreshold& row : rows) {
        const Judged one = called(judged, 0, row.threshold);
        const Confusion counts(one.predictions, 2);
        CHECK(row.true_positives == counts.at(1, 1));
        CHECK(row.false_positives == counts.at(0, 1));
        CHECK(row.false_negatives == counts.at(1, 0));
        CHECK(row.true_negatives == counts.at(0, 0));
        const Resampled alone = resampled({one}, scalars, bootstrap);
        const std::vector<const Figure*> shown{&row.sensitivity, &row.specificity, &row.precision,
                                               &row.negative_precision, &row.accuracy};
        for (std::size_t s = 0; s < scalars.size(); ++s) {
          CAPTURE(number, grouped, row.threshold, scalars[s].score);
          const Figure wilson = rate_of(scalars[s], counts);
          const Interval expected = one.grouped() ? alone.intervals[0][s] : wilson.interval;
          CHECK(same(shown[s]->value, wilson.value));
          CHECK(same(shown[s]->interval.low, expected.low));
          CHECK(same(shown[s]->interval.high, expected.high));
          by_group += shown[s]->method == Method::cluster_bootstrap;
        }
      }
    }
  CHECK(by_group > 100);
}

TEST_CASE("where none is called positive there is no precision; of no image there is nothing") {
  const Judged judged{2, {{0, 0, {0.8, 0.2}}, {1, 1, {0.4, 0.6}}}};
  const AtThreshold none = at_thresholds(judged, 1, {INFINITY}).front();
  CHECK(std::isnan(none.precision.value));
  CHECK(none.specificity.value == 1);
  CHECK(none.negative_precision.value == 0.5);
  CHECK(std::isnan(at_thresholds(Judged{2}, 1, {0.5}).front().accuracy.value));
}
