#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/random.h"
#include "reports/card/card.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/outcome.h"
#include "reports/pages/pages.h"
#include "reports/scores/report.h"
#include "reports/scores/tables.h"
#include "reports/summary.h"
#include "reports/words.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

Grade grade_of(const Record& record, const std::string& finding) {
  const Diagnosis d = diagnose(record);
  const Finding* f = d.find(finding);
  return f ? f->grade : Grade::fine;
}

/// Two classes, 90 to 10, of 200 test images; so many of the rare ones and of the frequent ones named right.
Record rare(int rare_right, int frequent_right) {
  Record r = test::healthy(1);
  r.classes = {"Normal", "Spond"};
  r.test.clear();
  int place = 0, seen_rare = 0, seen_frequent = 0;
  for (std::size_t i = 0; i < r.samples.size(); ++i) {
    StoredSample& s = r.samples[i];
    s.label = place++ % 10 == 0;
    if (s.part != Part::test) continue;
    const bool right = s.label ? seen_rare++ < rare_right : seen_frequent++ < frequent_right;
    r.test.push_back(test::prediction(static_cast<int>(i), s.label, right ? s.label : 1 - s.label, 2));
  }
  return r;
}

}  // namespace

TEST_CASE("naming one class for everything is a guess; balance that was gained is told apart from it") {
  CHECK(grade_of(rare(0, 180), "no better than guessing") == Grade::warning);
  const Record some = rare(14, 174);  // 94 %: 14 images won and 6 lost against naming one class, p = 0.115
  CHECK(grade_of(some, "no better than the largest class") == Grade::note);
  CHECK_FALSE(diagnose(some).find("no better than guessing"));
  const Diagnosis d = diagnose(some);
  CHECK_THAT(
      d.find("no better than the largest class")->sentence,
      Contains(
          "188 of 200 test images right cannot be told from always naming the largest class (90.0 % right; 14 images "
          "right for the network alone, 6 for the largest class alone: exact McNemar p = 0.115)") &&
          Contains("better than the 50.0 % of a guess"));
}

TEST_CASE("a recipe that gives up accuracy for balance is not held against the largest class") {
  Record r = rare(18, 150);  // accuracy 84 %, balanced 87 %
  CHECK(grade_of(r, "no better than the largest class") == Grade::note);
  set(r.settings, "class_weight", "balanced");
  CHECK(grade_of(r, "no better than the largest class") == Grade::fine);
  r = rare(2, 160);
  set(r.settings, "balance", "weighted");
  CHECK(grade_of(r, "no better than guessing") == Grade::serious);
  CHECK_THAT(
      diagnose(r).find("no better than guessing")->sentence,
      StartsWith("162 of 200 test images right is worse than always naming the largest class (90.0 % right; 2 "
                 "images right for the network alone, 20 for the largest class alone: exact McNemar p < 0.001)"));
}

TEST_CASE("66 right of 100 beat a largest class of 60 where no image is lost to it, whatever the interval says") {
  Record r = test::record(1, {"Normal", "Scol"}, {100, 20, 100});
  int place = 0;
  for (std::size_t i = 0; i < r.samples.size(); ++i) {
    if (r.samples[i].part != Part::test) continue;
    r.samples[i].label = place >= 60;
    r.test.push_back(test::prediction(static_cast<int>(i), place >= 60, place >= 94, 2));
    ++place;
  }
  Diagnosis d = diagnose(r);
  CHECK_FALSE(d.find("no better than guessing"));
  CHECK_FALSE(d.find("no better than the largest class"));
  for (StoredSample& s : r.samples) s.group = s.label ? "patient" : "";  // the six stand for one patient
  d = diagnose(r);
  REQUIRE(d.find("no better than the largest class"));
  CHECK_THAT(d.find("no better than the largest class")->sentence, Contains("6 images right") && Contains("p = 1.000"));
}

TEST_CASE("a majority that stands beside a run says it once, and a test of one class says nothing of guessing") {
  Record r = rare(0, 180);
  r.metrics["test/accuracy"] = {{r.run.chosen_epoch, 0.9}};
  r.children.push_back({2, "control majority", Status::finished, 1, 200, {{"test/accuracy", 0.9}}});
  CHECK_FALSE(diagnose(r).find("no better than guessing"));
  CHECK(diagnose(r).find("no better than majority"));
  r = test::healthy(1, 0);
  std::erase_if(r.test, [](const Prediction& p) { return p.label != 0; });
  CHECK_FALSE(diagnose(r).find("no better than guessing"));
}

TEST_CASE("a class that is missed behind a good accuracy is named, with how often it is known") {
  const Record r = rare(3, 180);
  CHECK(grade_of(r, "class failure") == Grade::warning);
  const Diagnosis d = diagnose(r);
  CHECK_THAT(d.find("class failure")->sentence,
             StartsWith("An accuracy of 91.5 % hides that \"Spond\" is known in 3 of 20 images (15.0 %)"));
  CHECK(grade_of(rare(9, 180), "class failure") == Grade::note);  // 45 % of 20: it may be half
  CHECK(grade_of(rare(16, 170), "class failure") == Grade::fine);
}

TEST_CASE("probabilities that are far too sure are warned of, with the temperature that would mend them") {
  Record r = test::healthy(1, 60);                         // 70 % right
  CHECK(grade_of(r, "miscalibration") == Grade::warning);  // 90 % sure
  CHECK_THAT(diagnose(r).find("miscalibration")->sentence, Contains("on average 90.0 % sure and 70.0 % right"));
  CHECK_THAT(diagnose(r).find("miscalibration")->advice, StartsWith("Too sure: dividing the logits by"));
}

TEST_CASE("probabilities are never praised: images that are enough do not show them to be off, fewer cannot tell") {
  Record r = test::healthy(1, 20);  // 90 % sure and right
  Diagnosis d = diagnose(r);
  CHECK_FALSE(d.find("miscalibration"));
  CHECK(grade_of(r, "calibration") == Grade::fine);
  CHECK_THAT(d.find("calibration")->sentence, StartsWith("200 test images do not show its probabilities to be off"));
  r.test.resize(6);
  for (Prediction& p : r.test) p = test::prediction(p.sample, p.label, p.label, 3);
  CHECK(grade_of(r, "calibration") == Grade::note);
  // 1.96² · 0.8 · 0.2 / 0.1² = 61.5
  CHECK_THAT(diagnose(r).find("calibration")->sentence,
             EndsWith("They are too few to tell: to see them 10.0 points off takes about 62 images, and there are 6."));
}

TEST_CASE("what chance would show in less than one of twenty tests is no longer fine") {
  int noted = 0;
  for (int wrong = 0; wrong < 60; ++wrong) {
    const Diagnosis d = diagnose(test::healthy(1, wrong));
    const Finding* off = d.find("miscalibration");
    const Finding* f = off ? off : d.find("calibration");
    REQUIRE(f);
    CHECK((f->numbers.at(2).value < 0.05) == (off != nullptr));
    CHECK((off != nullptr) == (f->grade != Grade::fine));
    noted += f->grade == Grade::note;
  }
  CHECK(noted > 0);
}

TEST_CASE("heat near the border is told where it was measured, as a share beside that of even heat") {
  Record r = test::healthy(1);
  CHECK_FALSE(diagnose(r).find("saliency on the border"));
  r.telemetry["test/saliency_border"] = {{r.run.chosen_epoch, 0.2}};
  CHECK_FALSE(diagnose(r).find("saliency on the border"));
  r.telemetry["test/saliency_border"] = {{r.run.chosen_epoch, 0.62}};
  CHECK(grade_of(r, "saliency on the border") == Grade::warning);
  CHECK_THAT(
      diagnose(r).find("saliency on the border")->sentence,
      StartsWith("In the heat maps that were made, 62.0 % of the heat on average lies within 5 % of the border"));
  r.telemetry["test/saliency_maps"] = {{r.run.chosen_epoch, 200}};
  CHECK_THAT(diagnose(r).find("saliency on the border")->sentence,
             StartsWith("In the heat maps of all 200 test images"));
  r.telemetry["test/saliency_maps"] = {{r.run.chosen_epoch, 150}};
  CHECK_THAT(diagnose(r).find("saliency on the border")->sentence,
             StartsWith("In 150 heat maps, of the test images judged worst, best and least surely, 62.0 %"));
}

TEST_CASE("of a test whose images share groups the interval is that of the score report, in every sentence") {
  Record r = test::healthy(1);
  for (std::size_t i = 0; i < r.samples.size(); ++i) r.samples[i].group = "patient " + std::to_string(i / 8);
  const Figure accuracy = figure_of(score_report(r, {}).sheet, "accuracy");
  const Rate rate = outcome(r, Part::test).accuracy;
  CHECK((rate.by_group && rate.low == accuracy.interval.low && rate.high == accuracy.interval.high));
  const std::string low = hundredths(accuracy.interval.low, 0), high = hundredths(accuracy.interval.high, 0);
  REQUIRE(low + high != hundredths(xp::rate(190, 200).low, 0) + hundredths(xp::rate(190, 200).high, 0));
  const Diagnosis d = diagnose(r);
  const auto sized = std::find_if(d.findings.begin(), d.findings.end(),
                                  [](const Finding& f) { return f.name.find("test set") != f.name.npos; });
  REQUIRE(sized != d.findings.end());
  CHECK_THAT(sized->sentence, Contains("95 % interval " + low + " to " + high + " %.") &&
                                  Contains("They come from 25 groups, which the interval counts in place of images"));
  const std::string said = "(95 % interval " + low + " to " + high + ", by group)";
  CHECK_THAT(summarise(r, d).result, Contains(said));
  CHECK_THAT(run_page({r}), Contains(said));
  CHECK_THAT(model_card({r}), Contains(low + " to " + high));
  CHECK_THAT(run_page({r}), !Contains("(91 to 97)"));  // Wilson's, by image
}

TEST_CASE("a test of one group a class has no interval, and is said to have none") {
  Record r = test::healthy(1);
  for (StoredSample& s : r.samples) s.group = "patient " + std::to_string(s.label);
  CHECK_FALSE(outcome(r, Part::test).accuracy.bounded());
  CHECK(text(outcome(r, Part::test).accuracy) == "95.0 %");
  CHECK(grade_of(r, "small test set") == Grade::serious);
  CHECK_THAT(diagnose(r).find("small test set")->sentence, Contains("too few of a class for an interval"));
  CHECK_THAT(summarise(r, diagnose(r)).result, Contains("too few groups of images for an interval"));
}

TEST_CASE("a test is named by what it is: its size, too small, or none, and its interval says of how many per cent") {
  CHECK_THAT(diagnose(test::healthy(1)).find("size of the test set")->sentence,
             StartsWith("190 right of 200 test images: 95.0 %, 95 % interval 91 to 97 %."));
  CHECK(grade_of(test::reference000(), "small test set") == Grade::serious);
  Record r = test::reference000();
  r.test.clear();
  CHECK(grade_of(r, "no test set") == Grade::warning);
  CHECK_FALSE(diagnose(r).find("small test set"));
}

TEST_CASE("a test that the epoch was chosen by is no test: serious; one that was scored every epoch is noted") {
  Record r = test::healthy(1);
  CHECK_FALSE(diagnose(r).find("test used for choosing"));
  r.metrics["test/accuracy"] = test::series(20, [](int) { return 0.9; });
  CHECK(grade_of(r, "test scored every epoch") == Grade::note);
  for (const char* monitor : {"test/accuracy", "test/loss"}) {
    set(r.settings, "train.monitor", monitor);
    CHECK(grade_of(r, "test used for choosing") == Grade::serious);
    CHECK_THAT(diagnose(r).find("test used for choosing")->sentence,
               StartsWith(std::string("The epoch was chosen on the test itself, by ") + monitor));
    CHECK_FALSE(chosen_on_validation(r.settings));
  }
}

TEST_CASE("a run that is on its way without a test has no result yet") {
  Record r = test::healthy(1);
  r.test.clear(), r.run.status = Status::running;
  CHECK(diagnose(r).headline == "No result yet: the run is RUNNING.");
}

TEST_CASE("200 runs of right probabilities and 85 % accuracy raise no warning about their predictions") {
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Record r = test::healthy(1, 0);
    Random random(seed, "predictions");
    for (Prediction& p : r.test) {
      const double sure = random.uniform(0.6, 1);
      const int other = (p.label + 1 + static_cast<int>(random.below(2))) % 3;
      const int named = random.chance(sure) ? p.label : other;
      p.probabilities.assign(3, (1 - sure) / 2);
      p.probabilities[static_cast<std::size_t>(named)] = sure;
    }
    for (const char* finding : {"no better than guessing", "no better than the largest class", "class collapse",
                                "class failure", "miscalibration", "small test set", "small validation part"})
      alarms += grade_of(r, finding) >= Grade::warning;
  }
  CHECK(alarms <= 4);
}

TEST_CASE("a run that FAILED is told so first, with its reason, even where it recorded nothing to see it by") {
  Record r = test::killed(1);
  r.run.status = Status::failed, r.run.reason = "the loss became NaN";
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("failed"));
  CHECK(d.find("failed")->grade == Grade::serious);
  CHECK_THAT(d.find("failed")->sentence, Contains("after 2 of 20 epochs: the loss became NaN."));
}

TEST_CASE(
    "that parts dealt out at random differ in a fact is chance: a note; where the data name the parts, a warning") {
  Record r = test::healthy(1);
  r.findings = {{Audit::Grade::risk, "drift: corners (test)", "corners is not the same in the test part.", "…"}};
  CHECK(grade_of(r, "audit") == Grade::note);
  set(r.settings, "split", "predefined");
  CHECK(grade_of(r, "audit") == Grade::warning);
}

TEST_CASE("predictions without curves are headlined by what they say, not by what is missing") {
  Record r = test::healthy(1, 20);
  r.metrics.clear();
  set(r.settings, "imported", "test predictions");
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("curves missing"));
  CHECK_THAT(d.headline, !Contains("cannot be judged"));
  r.test.resize(30);
  CHECK_THAT(diagnose(r).headline, Contains("test images") && !Contains("cannot be judged"));
}
