#include "framework/scores/intervals/delong.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/numbers.h"

using namespace xp;

namespace {

constexpr double z95 = 1.959963984540054;

nlohmann::json fixture() {
  return nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/scores/fixtures/delong.json"));
}

bool varies(const nlohmann::json& variance) { return !variance.is_null() && variance.get<double>() > 1e-20; }

void check_variance(const AucComponents& components, const nlohmann::json& theirs) {
  if (theirs.is_null())
    CHECK(std::isnan(variance(components)));
  else
    CHECK(variance(components) == Approx(theirs.get<double>()).epsilon(1e-9).margin(1e-20));
}

/// Of one image a line: truth and the probability of class 1.
Judged binary(const std::vector<std::pair<int, double>>& images, std::vector<int> groups = {}) {
  Judged out{2};
  for (const auto& [label, p] : images) out.predictions.push_back({0, label, {1 - p, p}});
  out.groups = std::move(groups);
  return out;
}

}  // namespace

TEST_CASE("areas and their errors are those of the papers' sums over all pairs") {
  const nlohmann::json rows = fixture()["cases"];
  REQUIRE(rows.size() == 200);
  int compared = 0;
  for (int number = 0; number < 200; ++number) {
    const test::Case drawn(number);
    const int which[] = {number % drawn.classes, macro_average, micro_average};
    for (std::size_t k = 0; k < 3; ++k) {
      CAPTURE(number, which[k]);
      const nlohmann::json known = rows[static_cast<std::size_t>(number)][k];
      for (const bool grouped : {false, true}) {
        const Judged first = drawn.judged(0, grouped), second = drawn.judged(1, grouped);
        const Figure area = auc(first, which[k]);
        const AucDifference difference = auc_difference(first, second, which[k]);
        if (known.is_null()) {
          CHECK(std::isnan(area.value));
          CHECK(std::isnan(area.interval.low));
          CHECK(area.method == Method::none);
          CHECK(difference.p == 1);
          continue;
        }
        const nlohmann::json &own = known[grouped ? 4 : 2], &between = known[grouped ? 5 : 3];
        CHECK(area.value == Approx(known[0].get<double>()).epsilon(1e-11));
        CHECK(difference.difference == Approx(known[1].get<double>()).epsilon(1e-9).margin(1e-12));
        check_variance(auc_components(first, which[k]), own);
        if (varies(own)) {
          const double odds = area.value / (1 - area.value);
          const double factor = std::exp(z95 * std::sqrt(own.get<double>()) / (area.value * (1 - area.value)));
          CHECK(area.interval.low == Approx(odds / factor / (1 + odds / factor)).epsilon(1e-9));
          CHECK(area.interval.high == Approx(odds * factor / (1 + odds * factor)).epsilon(1e-9));
        }
        if (varies(between)) {
          const double z = known[1].get<double>() / std::sqrt(between.get<double>());
          CHECK(difference.z == Approx(z).epsilon(1e-8).margin(1e-8));
          CHECK(difference.p == Approx(std::erfc(std::abs(z) / std::sqrt(2))).epsilon(1e-7));
          ++compared;
        }
      }
    }
  }
  CHECK(compared > 500);
}

TEST_CASE("Newcombe's limits are where a root finder finds them") {
  const nlohmann::json all = fixture();
  for (const auto& known : all["newcombe"]) {
    const Interval ours = newcombe_auc(known[0], known[1], known[2], known[3]);
    CHECK(ours.low == Approx(known[4].get<double>()).margin(1e-9));
    CHECK(ours.high == Approx(known[5].get<double>()).margin(1e-9));
  }
}

TEST_CASE("a perfect area of few images is no certainty") {
  const Figure few = auc(binary({{0, 0.1}, {0, 0.2}, {0, 0.3}, {1, 0.8}, {1, 0.9}}), 1);
  CHECK(few.value == 1);
  CHECK(few.interval.low < 0.6);
  CHECK(few.interval.high == 1);
  Judged many{2};
  for (int i = 0; i < 400; ++i) many.predictions.push_back({i, i % 2, {1.0 - i % 2, 0.0 + i % 2}});
  CHECK(auc(many, 1).interval.low > 0.95);
  CHECK(auc(many).interval.low == Approx(auc(many, 1).interval.low));
}

TEST_CASE("runs that rank alike do not differ, and neither is that certain") {
  const Judged first = binary({{0, 0.1}, {0, 0.6}, {0, 0.3}, {1, 0.5}, {1, 0.9}});
  const AucDifference none = auc_difference(first, first);
  CHECK(none.difference == 0);
  CHECK(none.p == 1);
  CHECK(none.interval.low < -0.05);
  CHECK(none.interval.high > 0.05);
}

TEST_CASE("a difference turns with its sides") {
  const test::Case drawn(7);
  const AucDifference there = auc_difference(drawn.judged(0), drawn.judged(1));
  const AucDifference back = auc_difference(drawn.judged(1), drawn.judged(0));
  CHECK(there.difference == Approx(-back.difference));
  CHECK(there.interval.low == Approx(-back.interval.high));
  CHECK(there.p == Approx(back.p));
}

TEST_CASE("for two classes the mean of the classes is DeLong's own") {
  const Judged judged = binary({{0, 0.1}, {0, 0.6}, {0, 0.3}, {1, 0.5}, {1, 0.9}, {1, 0.6}, {0, 0.2}});
  CHECK(auc(judged).value == Approx(auc(judged, 1).value));
  CHECK(auc(judged).interval.low == Approx(auc(judged, 0).interval.low));
}

TEST_CASE("images of one patient count for less than as many patients") {
  std::vector<std::pair<int, double>> images;
  std::vector<int> patients;
  for (int i = 0; i < 60; ++i) {
    images.push_back({i % 2, (i * 37 % 60) / 100.0 + 0.2 * (i % 2)});
    patients.push_back(i);
  }
  auto thrice = images;
  auto groups = patients;
  for (int copy = 1; copy < 3; ++copy) {
    thrice.insert(thrice.end(), images.begin(), images.end());
    groups.insert(groups.end(), patients.begin(), patients.end());
  }
  const Figure once = auc(binary(images), 1), known = auc(binary(thrice, groups), 1), naive = auc(binary(thrice), 1);
  CHECK(known.interval.low == Approx(once.interval.low).margin(1e-9));
  CHECK(naive.interval.low > once.interval.low + 0.01);
}
