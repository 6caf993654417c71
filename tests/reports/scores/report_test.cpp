// What the classification report says of folds, groups and thresholds.
#include "reports/scores/report.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "reports/scores/tables.h"
#include "reports/scores/text.h"
#include "tests/support/records.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace {

/// 20 images to learn from, 10 in the test, so many of them wrong.
Record fold(int number, int wrong) {
  Record r = record(10 + number, {"A", "B"}, {20, 5, 10});
  r.run.parent = 10, r.run.role = "fold " + std::to_string(number);
  predict(r, Part::test, wrong);
  return r;
}

const ScoreAsked quickly{Part::test, {0}};

}  // namespace

TEST_CASE("over folds, the interval allows for training parts that overlap") {
  Record parent = fold(0, 2);
  parent.run.parent = 0;
  set(parent.settings, "split.folds", 3);
  const ScoreReport report = score_report(parent, quickly, {}, {fold(1, 1), fold(2, 2), fold(3, 4)});
  CHECK(report.folds == 3);
  const auto accuracy = std::find_if(report.over_folds.begin(), report.over_folds.end(),
                                     [](const OverFoldsRow& row) { return row.score == "accuracy"; });
  REQUIRE(accuracy != report.over_folds.end());
  const double mean = 2.3 / 3,
               sd = std::sqrt((std::pow(.9 - mean, 2) + std::pow(.8 - mean, 2) + std::pow(.6 - mean, 2)) / 2);
  const double half = 4.302652729911275 * sd * std::sqrt(1 / 3. + 10 / 20.);  // t of 2 degrees; Nadeau and Bengio 2003
  CHECK(accuracy->over.mean == Approx(mean).epsilon(1e-12));
  CHECK(accuracy->over.sd == Approx(sd).epsilon(1e-12));
  CHECK(accuracy->over.interval.low == Approx(mean - half).epsilon(1e-9));
  CHECK(mean + half > 1);
  CHECK(accuracy->over.interval.high == 1);
  CHECK_THAT(score_text(report),
             Contains("Over 3 folds") && Contains("76.7 ± 15.3 %") && Contains("all folds together"));
}

TEST_CASE("folds that did not end are missed, and folds without a common test are still summed up") {
  Record parent = fold(0, 2);
  parent.run.parent = 0, parent.test.clear();
  set(parent.settings, "split.folds", 3);
  const ScoreReport report = score_report(parent, quickly, {}, {fold(1, 1), fold(2, 2)});
  CHECK(report.sheet.images == 0);
  REQUIRE(report.caveats.size() == 1);
  CHECK_THAT(report.caveats[0], Contains("2 of 3 folds have ended"));
  CHECK_THAT(score_text(report), Contains("3 folds") && !Contains("Who is taken"));
  CHECK_THROWS_WITH(score_report(parent, quickly), Contains("no test predictions to score"));
}

TEST_CASE("tiles count as their image, patients also once each") {
  Record r = tiled();
  const ScoreReport report = score_report(r, quickly);
  CHECK(report.sheet.images == 8);
  CHECK(report.sheet.overall.at(1).right == 6);
}

TEST_CASE("a threshold is chosen on validation and told by the test") {
  Record r = record(1, {"no", "yes"}, {0, 2, 4});
  r.validation = {{0, 0, {0.3, 0.7}}, {1, 1, {0.1, 0.9}}};
  r.test = {{2, 0, {0.2, 0.8}}, {3, 1, {0.05, 0.95}}, {4, 0, {0.9, 0.1}}, {5, 1, {0.15, 0.85}}};
  ScoreAsked asked = quickly;
  asked.specificity = 1;
  const OneClass one = *score_report(r, asked).one;
  CHECK(one.chosen_on == Part::validation);
  const OperatingPoint& p = one.points.back();
  CHECK(p.name == "specificity of at least 1");
  CHECK(p.threshold == 0.9);
  CHECK(p.sensitivity.value == 0.5);
  CHECK(p.specificity.value == 1);
  CHECK(one.table.size() == 9);
  CHECK(one.table[7].threshold == Approx(0.8));
  CHECK(one.table[7].specificity.value == 0.5);
}

namespace {

/// Twelve images of three classes, so many to a patient.
Record patients(int each) {
  Record r = record(1, {"A", "B", "C"}, {0, 0, 12});
  for (int i = 0; i < 12; ++i) {
    const int label = i % 3, said = i == 5 ? 0 : label;
    r.samples[static_cast<std::size_t>(i)].label = label;
    r.samples[static_cast<std::size_t>(i)].group = std::to_string(each == 1 ? i : each == 2 ? i % 6 : i / each);
    Prediction p{i, label, {0.2, 0.2, 0.2}};
    p.probabilities[static_cast<std::size_t>(said)] = 0.6;
    r.test.push_back(p);
  }
  return r;
}

std::size_t widest(const std::string& text) {
  std::size_t out = 0, at = 0;
  for (std::size_t end; (end = text.find('\n', at)) != text.npos; at = end + 1)
    out = std::max(out, static_cast<std::size_t>(width(text.substr(at, end - at))));
  return out;
}

}  // namespace

TEST_CASE("where every group is torn there are no scores by group, and that is said") {
  const ScoreReport torn = score_report(patients(3), quickly);
  CHECK_FALSE(torn.of_groups);
  CHECK(torn.torn == 4);
  CHECK_THAT(score_text(torn), Contains("no scores by group") && !Contains("undefined"));
  CHECK(score_report(patients(2), quickly).of_groups);
}

TEST_CASE("operating points and thresholds are by group where images share some") {
  ScoreAsked asked{Part::test, {500}};
  asked.positive = "B";
  const ScoreReport alone = score_report(patients(1), asked), shared = score_report(patients(2), asked);
  for (const auto& points : {&OneClass::points, &OneClass::table})
    for (std::size_t i = 0; i < ((*alone.one).*points).size(); ++i) {
      const OperatingPoint &by_image = ((*alone.one).*points)[i], &by_group = ((*shared.one).*points)[i];
      CHECK(by_image.specificity.method == Method::wilson);
      CHECK(by_group.specificity.method == Method::cluster_bootstrap);
      CHECK(by_group.specificity.value == by_image.specificity.value);
    }
  CHECK_THAT(score_text(shared), Contains("The bins have no intervals"));
  CHECK_THAT(score_text(alone), Contains("right (95 %)"));
}

TEST_CASE("what is the same as another score is shown on demand") {
  ScoreAsked asked = quickly;
  const std::string text = score_text(score_report(patients(1), asked));
  CHECK_THAT(text, !Contains("weighted F1  ") && Contains("weighted F1 (macro") && Contains("--all"));
  CHECK_THAT(text, Contains("AUC, macro one-vs-rest") && Contains("Brier score, sum over classes"));
  asked.all = true;
  CHECK_THAT(score_text(score_report(patients(1), asked)), Contains("weighted F1  ") && !Contains("--all"));
}

TEST_CASE("without probabilities their scores are left out; of probabilities that never doubt it is said") {
  Record r = patients(1);
  for (Prediction& p : r.test)
    for (double& q : p.probabilities) q = q > 0.5;
  CHECK_THAT(score_text(score_report(r, quickly)), Contains("these are not probabilities"));
  set(r.settings, "imported.probabilities", false);
  const std::string text = score_text(score_report(r, quickly));
  CHECK_THAT(text,
             Contains("is left out") && !Contains("undefined") && !Contains("Brier") && !Contains("these are not"));
}

TEST_CASE("calibration claims no more than chance allows") {
  const auto said = [](int right) {
    Record r = record(1, {"A", "B"}, {0, 0, 40});
    for (int i = 0; i < 40; ++i) {
      const int label = r.samples[static_cast<std::size_t>(i)].label, named = i < right ? label : 1 - label;
      r.test.push_back({i, label, {named ? 0.1 : 0.9, named ? 0.9 : 0.1}});
    }
    return calibration_sentence(score_report(r, quickly));
  };
  CHECK_THAT(said(34), Contains("ECE 0.050") && Contains("cannot be told") && !Contains("too sure"));
  CHECK_THAT(said(24), Contains("ECE 0.300") && Contains("too sure") && Contains("dividing the logits"));
}

TEST_CASE("a page fits 80 columns, and each of its LaTeX tables has a caption and room") {
  ScoreAsked asked{Part::test, {200}};
  asked.positive = "B", asked.sensitivity = 0.9, asked.specificity = 0.95;
  const ScoreReport report = score_report(patients(2), asked);
  CHECK(widest(score_text(report)) <= 80);
  CHECK_THAT(score_text(report), !Contains("…"));
  const std::string latex = score_latex(report);
  for (std::size_t at = 0; (at = latex.find("\\begin{tabular}", at)) != latex.npos; ++at) {
    const std::size_t caption = latex.rfind("\n\n% ", at);
    REQUIRE(caption != latex.npos);
    CHECK(latex.find('\n', caption + 2) == at - 1);
  }
}

TEST_CASE("scores are called what people call them") {
  CHECK(title_of("mcc") == "Matthews correlation");
  CHECK(title_of("balanced_accuracy") == "balanced accuracy");
  CHECK(cell_of("recall", {0.75, {0.301, 0.954}, Method::wilson, 3, 4}) == "75.0 % (30 to 95)");
  CHECK(cell_of("auc", {0.8801, {0.812, 0.946}, Method::delong}) == "0.880 (0.81 to 0.95)");
  CHECK(cell_of("average_precision", {}) == "undefined");
}
