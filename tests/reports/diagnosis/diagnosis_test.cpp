#include "reports/diagnosis/diagnosis.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/random.h"
#include "reports/diagnosis/history.h"
#include "tests/support/approved.h"
#include "tests/support/records.h"

using namespace xp;
using test::series;

namespace {
Grade grade_of(const Diagnosis& d, const std::string& finding) {
  const Finding* f = d.find(finding);
  return f ? f->grade : Grade::fine;
}
/// Validation loss is least at epoch 3, and no worse later.
void chosen_early(Record& r) {
  r.metrics["val/loss"] = series(20, [](int e) { return e == 3 ? 0.29 : 0.30; });
  r.run.chosen_epoch = 3;
}
}  // namespace

TEST_CASE("reference 000 is told to overfit seriously, and its 5 of 7 to mean 36 to 92 %") {
  const Diagnosis d = diagnose(test::reference000());
  const Finding* f = d.find("overfitting");
  REQUIRE(f);
  CHECK(f->grade == Grade::serious);
  CHECK(d.grade == Grade::serious);
  CHECK(std::abs(f->since - 9) <= 2);
  CHECK(d.onset == f->since);
  CHECK_THAT(f->sentence, Catch::Contains("validation loss rose from 0.55 to 2.") &&
                              Catch::Contains("training loss fell to 0.0") && Catch::Contains("100.0 % in training"));
  CHECK_THAT(f->sentence, Catch::Contains("At epoch 30: training 100.0 % (loss 0.0199), validation 71.4 % (loss "
                                          "2.4527), 5 of 7, 95 % interval 36 to 92 %."));
  CHECK_THAT(d.headline, Catch::StartsWith("Serious: Overfitting since epoch"));
  REQUIRE(d.find("memorisation"));
  CHECK_THAT(d.find("memorisation")->sentence, Catch::Contains("5 of 7; 95 % interval 36 to 92 %"));
  CHECK(grade_of(d, "small validation part") == Grade::warning);
}

TEST_CASE("reference 000's published last epoch alone is enough for the same judgement") {
  Record r = test::record(1, {"double", "single"}, {26, 7, 0});
  r.metrics = {{"train/accuracy", {{30, 1.0}}},
               {"train/loss", {{30, 0.0199}}},
               {"val/accuracy", {{30, 0.7143}}},
               {"val/loss", {{30, 2.4527}}}};
  r.run.chosen_epoch = r.run.epochs = 30;
  CHECK(grade_of(diagnose(r), "overfitting") == Grade::serious);
}

TEST_CASE("a run that learned well draws no warning") {
  const Diagnosis d = diagnose(test::healthy(14, 20));  // 90 % right, and 90 % sure
  CHECK(d.grade == Grade::fine);
  CHECK_THAT(d.headline, Catch::Contains("Nothing here speaks against"));
}

TEST_CASE("noise alone is not taken for overfitting, and an onset is found through it") {
  int alarms = 0, missed = 0, far = 0;
  for (int seed = 0; seed < 200; ++seed) {
    Random random(static_cast<std::uint64_t>(seed), "history");
    Record r = test::healthy(1);
    for (auto& [metric, points] : r.metrics)
      for (Point& p : points) p.value *= 1 + 0.05 * random.normal();
    for (const char* metric : {"train/accuracy", "val/accuracy"})
      for (Point& p : r.metrics[metric]) p.value = std::min(1.0, p.value);
    alarms += grade_of(diagnose(r), "overfitting") >= Grade::warning;

    r.metrics["train/loss"] =
        series(40, [&](int e) { return 0.02 + 0.9 * std::exp(-0.15 * e) * (1 + 0.05 * random.normal()); });
    r.metrics["val/loss"] = series(
        40, [&](int e) { return (e <= 12 ? 1.0 - 0.04 * e : 0.52 + 0.05 * (e - 12)) * (1 + 0.05 * random.normal()); });
    r.metrics["train/accuracy"] = series(40, [&](int e) { return std::min(1.0, 0.5 + 0.02 * e); });
    r.metrics["val/accuracy"] = series(40, [&](int) { return 0.72 + 0.02 * random.normal(); });
    const Diagnosis d = diagnose(r);
    missed += grade_of(d, "overfitting") < Grade::warning;
    far += std::abs(d.onset - 13) > 3;
  }
  CHECK(alarms == 0);
  CHECK(missed == 0);
  CHECK(far <= 20);  // of 200
}

TEST_CASE("the sentence on overfitting prints the medians that its grade rests on") {
  Record r = test::healthy(1);
  r.metrics["train/accuracy"] = series(20, [](int e) { return e == 20 ? 0.5 : 0.97; });  // the last epoch jitters
  r.metrics["val/accuracy"] = series(20, [](int e) { return e == 20 ? 0.9 : 0.8; });
  r.metrics["val/loss"] = series(20, [](int e) { return 0.4 + (e > 8 ? 0.05 * (e - 8) : 0); });
  const Diagnosis d = diagnose(r);
  const Finding* f = d.find("overfitting");
  CHECK(f->grade == Grade::serious);
  CHECK_THAT(f->sentence,
             Catch::Contains("over the last epochs accuracy is 97.0 % in training and 80.0 % in validation (all "
                             "medians)."));
  CHECK_THAT(f->sentence, Catch::Contains("validation loss rose from 0.40 to 0.90"));
}

TEST_CASE("a validation loss below the training loss is no overfitting, unless the gap is beyond chance") {
  Record r = test::record(1, {"a", "b"}, {60, 20, 20});
  for (int epochs : {1, 2, 10}) {
    r.metrics = {{"train/loss", series(epochs, [](int) { return 0.9; })},
                 {"val/loss", series(epochs, [](int) { return 0.8; })},
                 {"train/accuracy", series(epochs, [](int) { return 0.65; })},
                 {"val/accuracy", series(epochs, [](int) { return 0.55; })}};
    const Diagnosis chance = diagnose(r);
    CHECK(grade_of(chance, "overfitting") == Grade::fine);
    CHECK_THAT(chance.find("overfitting")->sentence, Catch::Contains("a gap that 20 images may show by chance."));
    r.metrics["train/accuracy"] = series(epochs, [](int) { return 0.95; });
    CHECK((grade_of(diagnose(r), "overfitting") >= Grade::warning) == (epochs > 2));
  }
}

TEST_CASE("equal images in more than one part are a leak, named first; in one part they are none") {
  Record r = test::healthy(1);
  r.samples[1].sha256 = r.samples[0].sha256;  // both train, labels differ
  CHECK_FALSE(diagnose(r).find("leak"));
  CHECK(grade_of(diagnose(r), "contradicting labels") == Grade::serious);
  CHECK_THAT(diagnose(r).find("contradicting labels")->sentence,
             Catch::Contains("First: Normal/000.png (Normal) = Scoliosis/001.png (Scoliosis)."));
  r = test::healthy(1);
  r.samples[801].sha256 = r.samples[1].sha256;
  r.samples[804].sha256 = r.samples[4].sha256;
  const Diagnosis d = diagnose(r);
  CHECK(d.findings.front().name == "leak");
  CHECK(d.findings.front().sentence ==
        "2 images stand in more than one part: the test is not of new images alone. First: Scoliosis/001.png "
        "(training) = Scoliosis/801.png (test).");
  CHECK_FALSE(d.find("contradicting labels"));
  for (StoredSample& s : r.samples) s.sha256.clear();
  CHECK_FALSE(diagnose(r).find("leak"));
}

TEST_CASE("a class without a test image is told, where there is a test part") {
  Record r = test::healthy(1);
  r.classes.push_back("Kyphosis");
  CHECK(grade_of(diagnose(r), "untested class") == Grade::warning);
  CHECK_THAT(diagnose(r).find("untested class")->sentence, Catch::Contains("\"Kyphosis\""));
  for (StoredSample& s : r.samples) s.part = Part::train;
  CHECK_FALSE(diagnose(r).find("untested class"));
}

TEST_CASE("advice leaves out what the plan already does") {
  Record r = test::healthy(1);
  for (Prediction& p : r.test) p = test::prediction(p.sample, p.label, 1, 3);
  const auto advice = [&](const char* finding) { return diagnose(r).find(finding)->advice; };
  CHECK_THAT(advice("class collapse"), Catch::Contains("Try class_weight balanced or balance oversample"));
  set(r.settings, "class_weight", "balanced"), set(r.settings, "balance", "none");
  CHECK_THAT(advice("class collapse"), Catch::StartsWith("Try balance oversample,"));
  set(r.settings, "balance", "oversample");
  CHECK_THAT(advice("class collapse"), !Catch::Contains("Try"));
  chosen_early(r);
  CHECK_THAT(advice("best epoch"), Catch::Contains("early_stopping"));
  set(r.settings, "callback", "early_stopping");
  CHECK(advice("best epoch").empty());
}

TEST_CASE("a run that chose by its training loss is not said to have chosen on validation") {
  Record r = test::reference000();
  set(r.settings, "train.monitor", "train/loss");
  CHECK_THAT(diagnose(r).find("small validation part")->sentence,
             Catch::StartsWith("The epoch was chosen by train/loss, and there are 7 validation images"));
}

TEST_CASE("a network that never learned is told so") {
  Record r = test::healthy(1);
  r.metrics["train/accuracy"] = series(20, [](int e) { return 0.33 + 0.001 * e; });
  r.metrics["train/loss"] = series(20, [](int) { return std::log(3.0); });
  r.metrics["val/accuracy"] = series(20, [](int) { return 0.33; });
  CHECK(grade_of(diagnose(r), "underfitting") == Grade::serious);
  r.metrics["train/balanced_accuracy"] = series(20, [](int) { return 0.8; });  // class weights: balance for accuracy
  CHECK_FALSE(diagnose(r).find("underfitting"));
}

TEST_CASE("a class that is never predicted is named, and one class for everything is serious") {
  Record r = test::healthy(1);
  for (Prediction& p : r.test) p = test::prediction(p.sample, p.label, p.label == 2 ? 0 : p.label, 3);
  CHECK(grade_of(diagnose(r), "class collapse") == Grade::warning);
  CHECK_THAT(diagnose(r).find("class collapse")->sentence, Catch::Contains("\"Spondylolisthesis\""));
  for (Prediction& p : r.test) p = test::prediction(p.sample, p.label, 1, 3);
  CHECK(grade_of(diagnose(r), "class collapse") == Grade::serious);
  CHECK(grade_of(diagnose(r), "no better than guessing") == Grade::warning);
}

TEST_CASE("a best epoch far before the last, and one that is the last, are noted") {
  Record r = test::healthy(1);
  r.run.chosen_epoch = 3;
  CHECK_FALSE(diagnose(r).find("best epoch"));  // kept, though the loss fell on
  chosen_early(r);
  CHECK(grade_of(diagnose(r), "best epoch") == Grade::note);
  r = test::healthy(1), r.run.chosen_epoch = 20;
  CHECK(grade_of(diagnose(r), "not converged") == Grade::note);
}

TEST_CASE("no history breaks the diagnosis: NaN, infinities, gaps, nothing at all") {
  CHECK_THAT(diagnose(Record{}).headline, Catch::Contains("Nothing was recorded"));
  Record r = test::reference000();
  r.metrics["val/loss"][10].value = test::nan;
  r.metrics["train/loss"][12].value = INFINITY;
  CHECK(grade_of(diagnose(r), "not finite") == Grade::serious);
  CHECK(diagnose(r).find("not finite")->since == 11);  // the first of the two
  for (auto& [metric, points] : r.metrics)
    for (Point& p : points) p.value = test::nan;
  CHECK(diagnose(r).grade == Grade::serious);
  r = test::killed(3);
  CHECK(grade_of(diagnose(r), "no test set") == Grade::warning);
  r.samples.clear(), r.classes.clear();
  diagnose(r);
  r = test::reference000();
  r.test.push_back({-5, 9, {}});
  r.test.push_back({100000, 0, {0.5}});
  diagnose(r);
}

TEST_CASE("a gap of an unknown number of images is warned of, and said to be of unknown chance") {
  Record r;
  r.run.status = Status::finished;
  r.metrics = {{"train/loss", series(10, [](int) { return 0.3; })},
               {"val/loss", series(10, [](int) { return 0.5; })},
               {"train/accuracy", series(10, [](int) { return 0.87; })},
               {"val/accuracy", series(10, [](int) { return 0.75; })}};
  CHECK(grade_of(diagnose(r), "overfitting") == Grade::warning);
  CHECK_THAT(diagnose(r).find("overfitting")->sentence,
             Catch::Contains("the number of validation images was not recorded"));
  r.run.val_images = 20;
  CHECK(grade_of(diagnose(r), "overfitting") < Grade::warning);
}

TEST_CASE("an accuracy that so many images cannot give is told without counts") {
  Record r = test::reference000();
  r.metrics["val/accuracy"] = series(30, [](int) { return 0.73; });
  REQUIRE(diagnose(r).find("memorisation"));
  CHECK_THAT(diagnose(r).find("memorisation")->sentence, !Catch::Contains("of 7"));
  CHECK_THAT(diagnose(test::reference000()).find("memorisation")->sentence, Catch::Contains("5 of 7"));
}

TEST_CASE("losses alone are judged where no accuracy was recorded, and no curve at all is said so") {
  Record r = test::reference000();
  r.metrics.erase("train/accuracy"), r.metrics.erase("val/accuracy");
  CHECK(grade_of(diagnose(r), "overfitting") >= Grade::warning);
  CHECK_THAT(diagnose(r).find("overfitting")->sentence, !Catch::Contains("nan") && !Catch::Contains("NaN"));
  r.metrics.erase("val/loss");
  CHECK_FALSE(diagnose(r).find("overfitting"));
  const Diagnosis said = diagnose(r);
  REQUIRE(said.find("curves missing"));
  for (const Number& n : said.find("curves missing")->numbers) CHECK(std::isfinite(n.value));
}
