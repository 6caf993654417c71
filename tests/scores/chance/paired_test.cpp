#include "framework/scores/chance/paired.h"

#include <cmath>
#include <map>

#include "framework/scores/intervals/interval.h"
#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/paired.h"

using namespace xp;
using test::Case, test::paired, test::same;

namespace {

std::vector<bool> right(const Judged& judged) {
  std::vector<bool> out;
  for (const Prediction& p : judged.predictions) out.push_back(predicted(p) == p.label);
  return out;
}

struct Flips {
  int first_only = 0, second_only = 0;
  std::vector<int> by_group;
};

Flips flips(const Case& drawn) {
  const std::vector<bool> a = right(drawn.judged(0)), b = right(drawn.judged(1));
  Flips out;
  std::map<int, int> groups;
  for (std::size_t i = 0; i < a.size(); ++i) {
    out.first_only += a[i] && !b[i], out.second_only += b[i] && !a[i];
    groups[drawn.groups[i]] += b[i] - a[i];
  }
  for (const auto& [_, difference] : groups) out.by_group.push_back(difference);
  return out;
}

/// n images of two classes; which the runs get right, with what certainty.
Judged answers(const std::vector<double>& of_truth) {
  Judged out{2};
  for (std::size_t i = 0; i < of_truth.size(); ++i) {
    const int label = static_cast<int>(i % 2);
    const double other = 1 - of_truth[i];
    out.predictions.push_back(
        {static_cast<int>(i), label,
         label ? std::vector<double>{other, of_truth[i]} : std::vector<double>{of_truth[i], other}});
  }
  return out;
}

}  // namespace

TEST_CASE("McNemar's tests of 200 random pairs are those of statsmodels and SciPy") {
  for (int number = 0; number < 200; ++number) {
    const auto& known = paired("mcnemar", number);
    const Flips f = flips(Case(number));
    REQUIRE(f.first_only == known[0]);
    REQUIRE(f.second_only == known[1]);
    same(mcnemar_exact(f.first_only, f.second_only), known[2]);
    same(mcnemar_mid_p(f.first_only, f.second_only), known[3]);
  }
}

TEST_CASE("by group, all signs that groups may have are counted") {
  for (int number = 0; number < 200; ++number)
    same(mcnemar_by_group(flips(Case(number)).by_group), paired("by_group", number));
}

TEST_CASE("groups of one image are McNemar's exact test") {
  for (int b = 0; b < 12; ++b)
    for (int c = 0; c < 12; ++c) {
      std::vector<int> differences(static_cast<std::size_t>(b), -1);
      differences.insert(differences.end(), static_cast<std::size_t>(c), 1);
      differences.push_back(0);
      CHECK(mcnemar_by_group(differences) == Approx(mcnemar_exact(b, c)).epsilon(1e-12));
    }
}

TEST_CASE("eight images of one patient are one witness") {
  CHECK(mcnemar_by_group({8}) == 1);
  CHECK(mcnemar_by_group({8, 8, 8}) == 0.25);
  CHECK(mcnemar_by_group({}) == 1);
}

TEST_CASE("Cochran's Q of 2 to 5 runs is that of statsmodels") {
  for (int number = 0; number < 200; ++number) {
    const Case drawn(number, 2 + number % 4);
    std::vector<std::vector<bool>> all;
    for (std::size_t run = 0; run < drawn.shares.size(); ++run)
      all.push_back(right(drawn.judged(static_cast<int>(run))));
    const CochranQ ours = cochran_q(all);
    const auto& known = paired("cochran", number);
    CHECK(ours.degrees == static_cast<int>(all.size()) - 1);
    same(ours.q, known.is_null() ? nlohmann::json(0) : known[0]);
    same(ours.p, known.is_null() ? nlohmann::json(1) : known[1]);
  }
}

TEST_CASE("Cochran's Q says nothing of one run or of none") {
  CHECK(cochran_q({}).p == 1);
  CHECK(cochran_q({{true, false}}).p == 1);
  CHECK(cochran_q({{}, {}}).p == 1);
}

TEST_CASE("randomisation comes to the p that counting all permutations gives, but for chance") {
  const int draws = 2000;
  double worst = 0;
  for (int number = 0; number < 200; ++number) {
    const auto& known = paired("randomised", number);
    if (known.is_null()) continue;
    const Case drawn(number);
    const double ours = randomisation({"accuracy"}, drawn.judged(0), drawn.judged(1), draws);
    const double exact = known, error = std::sqrt(exact * (1 - exact) / draws) + 1.0 / draws;
    worst = std::max(worst, std::abs(ours - exact) / error);
  }
  CHECK(worst < 4);
}

TEST_CASE("the short ways of randomisation and the long one agree") {
  // A class on its own has no short way where it is an average precision; of these the matrix, sums and judging anew
  // must each come to the share of 2^6 assignments that reach as far, here counted one by one.
  const Judged first = answers({0.9, 0.8, 0.4, 0.7, 0.3, 0.6, 0.8, 0.9}),
               second = answers({0.6, 0.8, 0.7, 0.2, 0.45, 0.9, 0.8, 0.55});
  for (const char* score : {"balanced_accuracy", "mcc", "loss", "brier", "auc", "average_precision"}) {
    CAPTURE(score);
    const Scalar scalar{score};
    const double seen = std::abs(value_of(scalar, second) - value_of(scalar, first));
    int beyond = 0;
    for (unsigned dealt = 0; dealt < 256; ++dealt) {
      Judged a = first, b = second;
      for (std::size_t i = 0; i < 8; ++i)
        if (dealt >> i & 1) a.predictions[i].probabilities.swap(b.predictions[i].probabilities);
      const double difference = std::abs(value_of(scalar, b) - value_of(scalar, a));
      beyond += std::isnan(difference) || difference > seen - 1e-12;
    }
    const double exact = beyond / 256.0, error = std::sqrt(exact * (1 - exact) / 10000) + 1e-4;
    CHECK(std::abs(randomisation(scalar, first, second) - exact) < 4 * error);
  }
}

TEST_CASE("images of one group change places together") {
  Judged first = answers({0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9}),
         second = answers({0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1});
  first.groups = second.groups = {1, 1, 1, 1, 2, 2, 2, 2};
  for (const char* score : {"accuracy", "loss", "auc"})  // of four assignments two reach as far
    CHECK(randomisation({score}, first, second) == Approx(0.5).margin(0.02));
}

TEST_CASE("randomisation tells no run from itself, and says the same when asked again") {
  const Case drawn(13);
  const Judged first = drawn.judged(0), second = drawn.judged(1);
  CHECK(randomisation({"loss"}, first, first) == 1);
  CHECK(randomisation({"loss"}, first, second, 500) == randomisation({"loss"}, first, second, 500));
  CHECK(randomisation({"mcc"}, first, second, 500) == Approx(randomisation({"mcc"}, second, first, 500)).margin(0.1));
  CHECK(std::isnan(randomisation({"loss"}, Judged{2}, Judged{2})));
}
TEST_CASE("several scores on the same draws have the p that each has alone") {
  Judged first{3}, second{3};
  for (int i = 0; i < 150; ++i) {
    const double a = (i * 37 % 100) / 100.0, b = (i * 53 % 100) / 100.0;
    first.predictions.push_back({i, i % 3, {a, (1 - a) / 3, 2 * (1 - a) / 3}});
    second.predictions.push_back({i, i % 3, {2 * (1 - b) / 3, b, (1 - b) / 3}});
  }
  const std::vector<Scalar> scalars{{"macro_f1"}, {"loss"}, {"auc"}, {"mcc"}, {"brier"}, {"accuracy"}};
  for (const int draws : {10, 1024, 1500}) {
    const std::vector<double> together = randomisations(scalars, first, second, draws);
    for (std::size_t s = 0; s < scalars.size(); ++s)
      CHECK(together[s] == randomisation(scalars[s], first, second, draws));
  }
}
