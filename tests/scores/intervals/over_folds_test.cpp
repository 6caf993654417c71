#include "framework/scores/intervals/over_folds.h"

#include "framework/scores/chance/sameness.h"
#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/paired.h"

using namespace xp;
using test::Draw, test::paired, test::same;

TEST_CASE("the corrected resampled t test is that of SciPy's distribution, in 200 random cases") {
  for (int number = 0; number < 200; ++number) {
    Draw draw(5000 + static_cast<std::uint64_t>(number));
    const int n = number % 8 == 0 ? 1 + draw.below(2) : 2 + draw.below(12), middle = draw.below(200) - 100;
    std::vector<double> values;
    for (int i = 0; i < n; ++i) values.push_back((number % 8 == 1 ? middle : middle + draw.below(101) - 50) / 1000.0);
    const double ratio = std::array{0.0, 0.25, 1.0 / 9, 0.5, 1.0}[static_cast<std::size_t>(draw.below(5))];
    const double confidence = std::array{0.95, 0.9, 0.99}[static_cast<std::size_t>(draw.below(3))];
    const OverFolds ours = over_folds(values, ratio, confidence);
    CAPTURE(number, n, ratio, confidence);
    CHECK(ours.folds == n);
    const auto& known = paired("over_folds", number);
    if (known.is_null()) {
      CHECK(ours.mean == values[0]);
      CHECK(std::isnan(ours.interval.low));
      CHECK(ours.p == 1);
      continue;
    }
    // Means of whole thousandths may be 0 but for rounding.
    CHECK(ours.mean == Approx(known[0].get<double>()).epsilon(1e-9).margin(1e-15));
    same(ours.sd, known[1]);
    CHECK(ours.interval.low == Approx(known[2].get<double>()).epsilon(1e-9).margin(1e-12));
    CHECK(ours.interval.high == Approx(known[3].get<double>()).epsilon(1e-9).margin(1e-12));
    CHECK(ours.t == Approx(known[4].get<double>()).epsilon(1e-9).margin(1e-12));
    same(ours.p, known[5]);
  }
}

TEST_CASE("where nobody knows how many images were learned from, there is a mean and a spread, and no interval") {
  const OverFolds over = over_folds({0.7, 0.8, 0.9}, std::nan(""));
  CHECK(over.mean == Approx(0.8));
  CHECK(over.sd == Approx(0.1));
  CHECK(std::isnan(over.interval.low));
  CHECK(over.p == 1);
}

TEST_CASE("one fold has a value and no interval; none has neither") {
  const OverFolds one = over_folds({0.8}, 0.25), none = over_folds({}, 0.25);
  CHECK(one.mean == 0.8);
  CHECK(std::isnan(one.interval.low));
  CHECK(one.p == 1);
  CHECK(none.folds == 0);
  CHECK(std::isnan(none.mean));
  CHECK(none.p == 1);
}

TEST_CASE("folds that are all alike have a mean, and nothing to measure its doubt by") {
  const OverFolds better = over_folds({0.1, 0.1, 0.1}, 0.5), same = over_folds({0, 0}, 0.5);
  CHECK(better.mean == 0.1);
  CHECK(better.sd == 0);
  CHECK(std::isnan(better.interval.low));
  CHECK(std::isnan(better.interval.high));
  CHECK(better.p == 1);
  CHECK(same.p == 1);
  CHECK(same.t == 0);
  CHECK(over_folds({0.3, 0.1 + 0.2, 0.3}, 0.5).p == 1);  // alike but for rounding
}

TEST_CASE("limits end where the score's scale does, and the test is the same") {
  const std::vector<double> values{1, 0.75, 1, 1, 0.25};
  const OverFolds free = over_folds(values, 0.25), cut = over_folds(values, 0.25, 0.95, scale_of("accuracy"));
  CHECK(free.interval.high > 1);
  CHECK(cut.interval.high == 1);
  CHECK(cut.interval.low == free.interval.low);
  CHECK(cut.p == free.p);
  CHECK(scale_of("mcc").low == -1);
  CHECK(scale_of("loss").low == 0);
  CHECK(std::isinf(scale_of("loss").high));
  CHECK(scale_of("brier").high == 2);
}

TEST_CASE("a fold without a value is left out, and counted so") {
  const OverFolds out = over_folds({0.1, NAN, 0.3}, 0);
  CHECK(out.folds == 2);
  CHECK(out.mean == Approx(0.2));
}

TEST_CASE("training parts that overlap make an interval wider") {
  const std::vector<double> values{0.1, 0.2, 0.15, 0.12, 0.18};
  const OverFolds seeds = over_folds(values, 0), folds = over_folds(values, 0.25);
  const double wider = (folds.interval.high - folds.interval.low) / (seeds.interval.high - seeds.interval.low);
  CHECK(wider == Approx(std::sqrt((0.2 + 0.25) / 0.2)));
}

TEST_CASE("Holm's adjustment of 200 random lists is that of statsmodels") {
  for (int number = 0; number < 200; ++number) {
    Draw draw(7000 + static_cast<std::uint64_t>(number));
    std::vector<double> p(static_cast<std::size_t>(1 + draw.below(10)));
    for (double& one : p) one = draw.below(1000) / (number % 2 ? 1000.0 : 20000.0);
    const std::vector<double> ours = holm(p);
    const auto& known = paired("holm", number);
    REQUIRE(ours.size() == known.size());
    for (std::size_t i = 0; i < ours.size(); ++i) same(ours[i], known[i]);
  }
}
