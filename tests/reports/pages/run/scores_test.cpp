// What a run's page says of scores is what `xp score --json` says.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/html/escape.h"
#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "reports/scores/json.h"
#include "reports/scores/tables.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;
using Catch::Contains;
using Json = nlohmann::ordered_json;

namespace {

std::string cell(const std::string& score, const Json& figure) {
  Figure f;
  const auto number = [](const Json& v) { return v.is_number() ? v.get<double>() : test::nan; };
  f.value = number(figure["value"]);
  f.interval.low = number(figure["interval"][0]), f.interval.high = number(figure["interval"][1]);
  return cell_of(score, f);
}

std::string section(Section (*of)(const Material&, const std::optional<ScoreReport>&), const Material& run) {
  return of(run, scored_of(run)).body;
}

}  // namespace

TEST_CASE("every figure of the page is that of xp score --json, by image and by patient") {
  for (const int each : {1, 3}) {
    const Material run{graded(60, each)};
    const Json said = Json::parse(json_of({score_report(run.record, {})}))[0];
    const std::string scores = section(scores_section, run), classes = section(confusion_section, run),
                      thresholds = section(thresholds_section, run), calibration = section(calibration_section, run);
    for (const char* score : {"accuracy", "balanced_accuracy", "macro_f1", "auc", "mcc", "loss"}) {
      INFO(score);
      CHECK_THAT(scores, Contains(cell(score, said["scores"]["overall"][score])));
    }
    for (const char* score : {"ece", "adaptive_ece", "brier"})
      CHECK_THAT(calibration, Contains(cell(score, said["scores"]["overall"][score])));
    CHECK_THAT(thresholds,
               Contains(cell("auc", said["scores"]["classes"][1]["scores"]["auc"])) &&
                   Contains(cell("average_precision", said["scores"]["classes"][1]["scores"]["average_precision"])));
    for (const Json& one : said["scores"]["classes"]) CHECK_THAT(classes, Contains(cell("f1", one["scores"]["f1"])));
    const Json& point = said["one_class"]["operating_points"][0];
    for (const char* rate : {"sensitivity", "specificity", "precision"})
      CHECK_THAT(thresholds, Contains("\"" + cell("recall", point[rate]) + "\""));  // in the explorer's rows
    const std::string main = scores.substr(0, scores.find("<details>"));
    CHECK((main.find("BCa bootstrap by group") != main.npos) == (each > 1));
    CHECK((main.find(">Wilson<") == main.npos) == (each > 1));
  }
}

TEST_CASE("a record's scores are taken as they are handed over") {
  Material run{graded()};
  run.scores = score_report(run.record, {Part::test, {0}});
  CHECK(scored_of(run)->bootstrap.resamples == 0);
}

TEST_CASE("metrics alone are shown as they are, and nothing where there is nothing") {
  Material run{reference000()};
  run.record.test.clear(), run.record.validation.clear();
  const Section metrics = scores_section(run, scored_of(run));
  CHECK_THAT(metrics.body, Contains("66.7 %") && !Contains("<details>"));
  CHECK_THAT(metrics.hint, Contains("No predictions are kept"));
  CHECK(confusion_section(run, scored_of(run)).body.empty());
  CHECK(calibration_section(run, scored_of(run)).body.empty());
  CHECK(thresholds_section(run, scored_of(run)).body.empty());
  const Material stopped{killed(3)}, nothing{};
  for (const Material* one : {&stopped, &nothing}) CHECK(scores_section(*one, scored_of(*one)).body.empty());
}

TEST_CASE("without a test the validation part is scored, and that it is optimistic is said") {
  Material run{graded()};
  run.record.test.clear();
  CHECK(scored_of(run)->part == Part::validation);
  CHECK_THAT(scores_section(run, scored_of(run)).body, Contains("validation (30 images)") && Contains("optimistic"));
  CHECK_THAT(section(thresholds_section, run), Contains("chosen on the same validation images"));
}

TEST_CASE("probabilities that are no numbers are no scores, and classes alone are scores without probabilities") {
  Material diverged{graded()};
  diverged.record.test[3].probabilities[0] = test::nan;
  diverged.record.validation.clear();
  CHECK_FALSE(scored_of(diverged));
  Material named{graded()};
  set(named.record.settings, "imported.probabilities", false);
  const Section scores = scores_section(named, scored_of(named));
  CHECK_THAT(scores.body, Contains("accuracy") && !Contains(">log loss<") && Contains("without probabilities"));
  CHECK_FALSE(confusion_section(named, scored_of(named)).body.empty());
  CHECK(thresholds_section(named, scored_of(named)).body.empty());
  CHECK(calibration_section(named, scored_of(named)).body.empty());
}

TEST_CASE("a class without images, and images of one class alone, leave the sections whole") {
  Material run{graded(60, 1, {"A", "B", "C"})};
  std::erase_if(run.record.test, [](const Prediction& p) { return p.label == 2; });
  CHECK_THAT(section(confusion_section, run), Contains("undefined") && Contains(">–</small>"));
  CHECK_THAT(section(thresholds_section, run), Contains("id=\"roc\"") && !Contains("class=\"explorer\""));
  std::erase_if(run.record.test, [](const Prediction& p) { return p.label == 1; });
  CHECK(section(thresholds_section, run).empty());
  CHECK_THAT(section(scores_section, run), Contains("accuracy"));
}

TEST_CASE("tiles are scored as the image they were cut from") {
  const Material run{tiled()};
  CHECK(scored_of(run)->sheet.images == 8);
  CHECK_THAT(section(scores_section, run), Contains("test (8 images)"));
  CHECK_THAT(section(thresholds_section, run), Contains("class=\"explorer\""));
}

TEST_CASE("a run of folds shows what its folds said of all images, and no epoch's figures beside it") {
  Material run{graded()};
  set(run.record.settings, "split.folds", 3);
  const Section scores = scores_section(run, scored_of(run));
  CHECK_THAT(scores.hint, Contains("All folds together"));
  CHECK_THAT(scores.body, !Contains("validation ("));
}
