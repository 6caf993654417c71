#include "framework/scores/ranking.h"

#include "framework/scores/score.h"
#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/others.h"

using namespace xp;

namespace {

/// Two classes, by the probability of the second.
std::vector<Prediction> said(const std::vector<std::pair<int, double>>& images) {
  std::vector<Prediction> out;
  for (const auto& [label, p] : images) out.push_back({static_cast<int>(out.size()), label, {1 - p, p}});
  return out;
}

}  // namespace

TEST_CASE("operating points are those of scikit-learn's ROC curve") {
  const auto& cases = test::others()["cases"];
  int compared = 0;
  for (int number = 0; number < 200; ++number) {
    const auto& theirs = cases[static_cast<std::size_t>(number)]["points"];
    if (theirs.is_null()) continue;
    const Ranking r = ranking(test::Case(number).judged(), 0);
    std::size_t i = 0;
    for (const Threshold& t : {r.at_specificity(0.9), r.at_sensitivity(0.9), r.youden()}) {
      INFO("point " << i << " of case " << number);
      CHECK(t.true_positives == theirs[i][0]);
      CHECK(t.false_positives == theirs[i][1]);
      ++i;
    }
    ++compared;
  }
  CHECK(compared > 100);
}

TEST_CASE("images of equal probability are called positive together") {
  const Ranking r = ranking(said({{1, 0.9}, {0, 0.5}, {1, 0.5}, {0, 0.1}}), 1);
  REQUIRE(r.thresholds.size() == 4);
  CHECK(r.thresholds[0].threshold == std::numeric_limits<double>::infinity());
  CHECK(r.thresholds[2].threshold == 0.5);
  CHECK(r.thresholds[2].true_positives == 2);
  CHECK(r.thresholds[2].false_positives == 1);
  CHECK(r.auc() == 0.875);
}

TEST_CASE("the strictest of equally good thresholds is taken") {
  const Ranking r = ranking(said({{1, 0.9}, {1, 0.8}, {0, 0.7}, {0, 0.6}, {1, 0.5}, {0, 0.4}}), 1);
  CHECK(r.at_specificity(1).threshold == 0.8);
  CHECK(r.at_specificity(0.3).threshold == 0.5);
  CHECK(r.at_sensitivity(1).threshold == 0.5);
  CHECK(r.at_sensitivity(0).threshold == std::numeric_limits<double>::infinity());
  CHECK(r.youden().threshold == 0.8);
}

TEST_CASE("a side without an image has no area, and no threshold better than another") {
  const Ranking none = ranking(said({{0, 0.9}, {0, 0.2}}), 1), all = ranking(said({{1, 0.9}, {1, 0.2}}), 1);
  CHECK(std::isnan(none.auc()));
  CHECK(std::isnan(none.average_precision()));
  CHECK(std::isnan(all.auc()));
  CHECK(all.average_precision() == 1);
  for (const Ranking& r : {none, all, ranking(Judged{2}, 1)}) {
    CHECK(r.youden().true_positives <= r.positives);
    CHECK(r.at_sensitivity(0.9).false_positives == 0);
  }
  CHECK(std::isnan(none.precision(none.thresholds.front())));
}

TEST_CASE("the macro AUC leaves out a class that nobody has, and counts the others alike") {
  const Judged judged = test::Case(9).judged();  // one class has no image
  double sum = 0;
  int defined = 0;
  for (int c = 0; c < judged.classes; ++c)
    if (const double area = ranking(judged, c).auc(); !std::isnan(area)) sum += area, ++defined;
  CHECK(defined < judged.classes);
  CHECK(score("auc", judged.predictions, judged.classes) == Approx(sum / defined));
}
