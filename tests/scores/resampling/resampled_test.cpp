#include "framework/scores/resampling/resampled.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "framework/base/random.h"
#include "framework/scores/intervals/delong.h"
#include "framework/scores/resampling/reweighed.h"
#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/numbers.h"

using namespace xp;

namespace {

nlohmann::json bootstrap() {
  return nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/scores/fixtures/bootstrap.json"));
}

std::vector<Scalar> every_scalar(int classes) {
  std::vector<Scalar> out;
  for (const Score& score : overall_scalars()) out.push_back({score.name});
  for (int c = 0; c < classes; ++c)
    for (const Score& score : class_scalars()) out.push_back({score.name, c});
  return out;
}

bool alike(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void check_same(const std::vector<std::vector<Interval>>& a, const std::vector<std::vector<Interval>>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t s = 0; s < a[i].size(); ++s) {
      CHECK(alike(a[i][s].low, b[i][s].low));
      CHECK(alike(a[i][s].high, b[i][s].high));
    }
}

/// Limits of theirs and their Monte Carlo errors: ours have one too, and a score of counts moves in steps.
void check_limits(const Interval& ours, const nlohmann::json& known, double resamples_of_theirs) {
  const double factor = 5 * std::sqrt(1 + resamples_of_theirs / 10000);
  const double step = 0.004 * (known[1].get<double>() - known[0].get<double>());
  CHECK(ours.low == Approx(known[0].get<double>()).epsilon(0).margin(factor * known[2].get<double>() + step));
  CHECK(ours.high == Approx(known[1].get<double>()).epsilon(0).margin(factor * known[3].get<double>() + step));
}

/// `right` of n images of each of two classes are right.
Judged two_classes(int n, int right) {
  Judged out{2};
  for (int label = 0; label < 2; ++label)
    for (int i = 0; i < n; ++i) {
      const double p = (i < right) == (label == 1) ? 0.9 : 0.1;
      out.predictions.push_back({i, label, {1 - p, p}});
    }
  return out;
}

}  // namespace

TEST_CASE("images drawn once each have the scores that they have") {
  int compared = 0;
  for (int number = 0; number < 200; ++number) {
    const test::Case drawn(number);
    const std::vector<Judged> runs{drawn.judged(0), drawn.judged(1)};
    std::vector<Scalar> scalars;
    for (const Scalar& scalar : every_scalar(drawn.classes))
      if (!is_area(scalar)) scalars.push_back(scalar);
    const Reweighed reweighed(runs, scalars);
    Times once;
    once.fill(1);
    const auto values = reweighed.values(std::vector<Times>(drawn.labels.size(), once));
    for (std::size_t run = 0; run < 2; ++run)
      for (std::size_t s = 0; s < scalars.size(); ++s) {
        CAPTURE(number, run, scalars[s].score, scalars[s].of_class);
        const double known = value_of(scalars[s], runs[run]);
        const double margin = scalars[s].score.ends_with("average_precision") ? 1e-6 : 1e-12;
        CHECK((std::isnan(known) ? std::isnan(values[run][s][3])
                                 : values[run][s][3] == Approx(known).epsilon(margin).margin(margin)));
        ++compared;
      }
  }
  CHECK(compared > 5000);
}

TEST_CASE("images drawn several times have the scores of a test that holds them several times") {
  for (int number : {4, 7, 13, 21, 28, 39}) {
    const test::Case drawn(number);
    const Judged judged = drawn.judged();
    std::vector<Scalar> scalars;
    for (const Scalar& scalar : every_scalar(drawn.classes))
      if (!is_area(scalar)) scalars.push_back(scalar);
    const Reweighed reweighed({judged}, scalars);
    std::vector<Times> times(judged.predictions.size());
    std::array<Judged, lanes> held;
    held.fill(Judged{judged.classes});
    test::Draw random(static_cast<std::uint64_t>(number));
    for (std::size_t i = 0; i < times.size(); ++i)
      for (std::size_t l = 0; l < lanes; ++l) {
        times[i][l] = static_cast<std::uint8_t>(random.below(4));
        const Prediction& image = judged.predictions[static_cast<std::size_t>(reweighed.order()[i])];
        held[l].predictions.insert(held[l].predictions.end(), times[i][l], image);
      }
    const auto values = reweighed.values(times);
    for (std::size_t s = 0; s < scalars.size(); ++s)
      for (std::size_t l = 0; l < lanes; ++l) {
        CAPTURE(number, scalars[s].score, scalars[s].of_class, l);
        const double known = value_of(scalars[s], held[l]);
        CHECK((std::isnan(known) ? std::isnan(values[0][s][l]) : values[0][s][l] == Approx(known).margin(1e-6)));
      }
  }
}

TEST_CASE("what is known without one image is what a test without it would say") {
  for (int number : {4, 7, 12, 15, 23}) {
    const test::Case drawn(number);
    const Judged judged = drawn.judged();
    std::vector<Scalar> scalars;
    for (const Scalar& scalar : every_scalar(drawn.classes))
      if (!is_area(scalar)) scalars.push_back(scalar);
    const Reweighed reweighed({judged}, scalars);
    const auto less = reweighed.one_less();
    for (std::size_t i = 0; i < judged.predictions.size(); ++i) {
      Judged without = judged;
      without.predictions.erase(without.predictions.begin() + reweighed.order()[i]);
      for (std::size_t s = 0; s < scalars.size(); ++s) {
        CAPTURE(number, scalars[s].score, scalars[s].of_class, i);
        if (scalars[s].score == "adaptive_ece" || scalars[s].score == "micro_average_precision") continue;  // to 1/n²
        const double known = value_of(scalars[s], without);
        CHECK((std::isnan(known) ? std::isnan(less[0][s][i]) : less[0][s][i] == Approx(known).margin(1e-9)));
      }
    }
  }
}

TEST_CASE("sixteen blocks of random numbers at once are those of Philox") {
  const PhiloxBlocks many = philox_blocks(40, 7, {1, 2});
  for (std::uint32_t b = 0; b < 16; ++b) {
    const auto one = philox({40 + b, 0, 7, 0}, {1, 2});
    for (std::size_t k = 0; k < 4; ++k) CHECK(many[16 * k + b] == one[k]);
  }
}

TEST_CASE("BCa intervals are those of an independent bootstrap by NumPy, within the error of drawing") {
  const nlohmann::json known = bootstrap()["intervals"];
  REQUIRE(known.size() == 16);
  for (const auto& row : known) {
    const test::Case drawn(row["case"]);
    const bool grouped = row["grouped"];
    std::vector<Scalar> scalars;
    for (const auto& [score, limits] : row["first"].items()) scalars.push_back({score});
    const Resampled ours = resampled({drawn.judged(0, grouped), drawn.judged(1, grouped)}, scalars);
    for (std::size_t s = 0; s < scalars.size(); ++s) {
      CAPTURE(row["case"], grouped, scalars[s].score);
      check_limits(ours.intervals[0][s], row["first"][scalars[s].score], 20000);
      check_limits(ours.differences[0][s], row["difference"][scalars[s].score], 20000);
    }
  }
}

TEST_CASE("intervals of means are those of scipy.stats.bootstrap, within the error of drawing") {
  const nlohmann::json known = bootstrap()["scipy"];
  REQUIRE(known.size() == 6);
  for (const auto& row : known) {
    const test::Case drawn(row[0]);
    CAPTURE(row[0]);
    const Resampled ours = resampled({drawn.judged(0), drawn.judged(1)}, {{"loss"}});
    check_limits(ours.intervals[0][0], {row[1], row[2], row[3], row[4]}, 50000);
    check_limits(ours.differences[0][0], {row[5], row[6], row[7], row[8]}, 50000);
  }
}

TEST_CASE("a bootstrap does not depend on the number of threads, and does on its seed") {
  const test::Case drawn(15);
  const std::vector<Judged> runs{drawn.judged(0), drawn.judged(1)};
  const std::vector<Scalar> scalars = every_scalar(drawn.classes);
  const Resampled one = resampled(runs, scalars, {500, 1, 0.95, 1}), four = resampled(runs, scalars, {500, 1, 0.95, 4});
  check_same(one.intervals, four.intervals);
  check_same(one.differences, four.differences);
  CHECK(resampled(runs, {{"loss"}}, {500, 2}).intervals[0][0].low !=
        resampled(runs, {{"loss"}}, {500}).intervals[0][0].low);
}

TEST_CASE("a bootstrap that was kept is recalled to the last digit, by content alone") {
  std::map<std::string, std::string> kept;
  int recalled = 0;
  const Memo memo{[&](const std::string& key) -> std::optional<std::string> {
                    const auto found = kept.find(key);
                    if (found == kept.end()) return std::nullopt;
                    ++recalled;
                    return found->second;
                  },
                  [&](const std::string& key, const std::string& value) { kept[key] = value; }};
  const test::Case drawn(15);
  std::vector<Judged> runs{drawn.judged(0), drawn.judged(1)};
  const std::vector<Scalar> scalars = every_scalar(drawn.classes);
  const Resampled first = resampled(runs, scalars, {200}, memo);
  CHECK(recalled == 0);
  Bootstrap other_threads{200};
  other_threads.threads = 3;
  const Resampled again = resampled(runs, scalars, other_threads, memo);
  CHECK(recalled == 1);
  check_same(first.intervals, again.intervals);
  check_same(first.differences, again.differences);
  CHECK(alike(first.p[0][1], again.p[0][1]));

  for (auto& [key, value] : kept) value.resize(value.size() / 2);  // a torn value is computed anew
  check_same(resampled(runs, scalars, {200}, memo).intervals, first.intervals);
  runs[1].predictions[0].probabilities[0] += 1e-15;
  resampled(runs, scalars, {200}, memo);
  resampled(runs, scalars, {201}, memo);
  runs[0].groups = runs[1].groups = drawn.groups;
  resampled(runs, scalars, {200}, memo);
  CHECK(kept.size() == 4);
}

TEST_CASE("p of a difference is below 5 % where its 95 % interval leaves out 0, and never 0") {
  int apart = 0;
  for (int number = 0; number < 200; ++number) {
    const test::Case drawn(number);
    const Resampled ours = resampled({drawn.judged(0), drawn.judged(1)}, {{"macro_f1"}, {"loss"}, {"kappa"}}, {1000});
    for (std::size_t s = 0; s < 3; ++s) {
      const Interval interval = ours.differences[0][s];
      const double p = ours.p[0][s];
      if (std::isnan(p) || std::isnan(interval.low)) continue;
      CAPTURE(number, s, interval.low, interval.high, p);
      CHECK(p > 0);
      CHECK(p <= 1);
      if (p < 0.045) CHECK_FALSE(interval.contains(0));
      if (p > 0.055) CHECK(interval.contains(0));
      apart += p < 0.045;
    }
  }
  CHECK(apart > 10);
}

TEST_CASE("the same run twice does not differ") {
  const Judged judged = test::Case(7).judged();
  const Resampled ours = resampled({judged, judged}, {{"macro_f1"}, {"auc"}}, {300});
  for (std::size_t s = 0; s < 2; ++s) {
    CHECK(ours.p[0][s] == 1);
    CHECK(ours.differences[0][s].low < 0);
    CHECK(ours.differences[0][s].high > 0);
  }
}

TEST_CASE("where all images are right the limit is that of four wrong images more, as Wilson's nearly is") {
  const Resampled ours = resampled({two_classes(20, 20)}, {{"accuracy"}, {"balanced_accuracy"}, {"loss"}, {"f1", 1}});
  CHECK(ours.intervals[0][0].low == Approx(40.0 / 44));
  CHECK(ours.intervals[0][0].low == Approx(wilson(40, 40).low).margin(0.005));
  CHECK(ours.intervals[0][0].high == 1);
  CHECK(ours.intervals[0][1].low == Approx((1 + 20.0 / 24) / 2));
  CHECK(std::isnan(ours.intervals[0][2].low));  // every image has the same loss: who knows of the next
  CHECK(ours.intervals[0][3].low < 0.95);
  CHECK(ours.intervals[0][3].high == 1);
}

TEST_CASE("without resamples only areas have intervals, and an undefined score has none") {
  const Judged judged = test::Case(7).judged();
  const Resampled none = resampled({judged}, {{"macro_f1"}, {"auc"}}, {0});
  CHECK(std::isnan(none.intervals[0][0].low));
  CHECK(none.intervals[0][1].low < none.intervals[0][1].high);
  Judged one_class{2, {{0, 0, {0.9, 0.1}}, {1, 0, {0.8, 0.2}}}};
  const Resampled undefined = resampled({one_class, one_class}, {{"f1", 1}, {"auc"}, {"mcc"}}, {100});
  for (std::size_t s = 0; s < 3; ++s) {
    CHECK(std::isnan(undefined.intervals[0][s].low));
    CHECK(std::isnan(undefined.differences[0][s].low));
    CHECK(std::isnan(undefined.p[0][s]));
  }
  CHECK(std::isnan(resampled({Judged{3}}, {{"accuracy"}}).intervals[0][0].low));
}

TEST_CASE("pairs are numbered as they are nested") {
  std::size_t next = 0;
  for (std::size_t a = 0; a < 5; ++a)
    for (std::size_t b = a + 1; b < 5; ++b) CHECK(Resampled::pair(a, b, 5) == next++);
}
