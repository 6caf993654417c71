#include "reports/comparison/comparison.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/scores/intervals/interval.h"
#include "reports/comparison/verdict.h"
#include "tests/support/records.h"

using namespace xp;

namespace {
const std::vector<int> sixty_eight{600, 200, 68};

/// Images until six flips, the fewest that are significant if all are for one run, are as likely as `power`, where one
/// image in `share` flips: by counting the ways of fewer.
int images_until_six_flips(double share, double power) {
  for (int n = 6;; ++n) {
    double fewer = 0, ways = 1;
    for (int k = 0; k < 6; ways = ways * (n - k) / (k + 1), ++k)
      fewer += ways * std::pow(share, k) * std::pow(1 - share, n - k);
    if (1 - fewer >= power) return n;
  }
}

Record grouped(Record r, int size) {
  for (std::size_t i = 0; i < r.samples.size(); ++i)
    r.samples[i].group = "patient " + std::to_string(i / static_cast<std::size_t>(size));
  return r;
}
}  // namespace

TEST_CASE("ten images to none are a difference, with its interval and p") {
  const Comparison c = compare({test::healthy(12, 14, 0, sixty_eight), test::healthy(15, 4, 0, sixty_eight)});
  REQUIRE(c.pairs.size() == 1);
  CHECK(c.pairs[0].first_only == 0);
  CHECK(c.pairs[0].second_only == 10);
  CHECK(c.pairs[0].by.p == Approx(2.0 / 1024));  // exact, by hand
  CHECK(c.pairs[0].mid_p == Approx(1.0 / 1024));
  CHECK(c.pairs[0].flips.size() == 10);
  CHECK_THAT(
      c.verdict,
      Catch::StartsWith("run15 is better than run12 on this test set (difference 14.7 points, 95 % interval ") &&
          Catch::Contains("p = 0.002): right on 10 of 68 images where run12 is wrong, wrong on 0 where it is right."));
}

TEST_CASE("three images cannot tell two runs apart, and the verdict says what could not either") {
  const Comparison c = compare({test::healthy(12, 3, 0, sixty_eight), test::healthy(15, 0, 0, sixty_eight)});
  CHECK(
      c.verdict ==
      "These 68 images cannot tell run12 and run15 apart: one is right where the other is wrong on 3, all in favour "
      "of run15 (p = 0.25); "
      "even 5 one-sided flips would give p = 0.06; to see the observed difference of 4.4 points with 80 % power takes "
      "about 178 images.");
  CHECK_FALSE(c.pairs[0].told_apart);
  CHECK(images_until_six_flips(3 / 68., 0.8) == 178);
}

TEST_CASE("runs that are right on the same images are said to be") {
  const Comparison c = compare({test::healthy(1, 5), test::healthy(2, 5)});
  CHECK_THAT(
      c.verdict,
      Catch::StartsWith("These 200 images cannot tell run1 and run2 apart: both are right and wrong on the same "
                        "ones; even 5 one-sided flips would give p = 0.06; to see a difference of 3.0 points with 80 % "
                        "power takes at least "));
  CHECK(c.settings.empty());
}

TEST_CASE("different test sets are not compared, and the verdict says how they differ") {
  Record a = test::healthy(1), b = test::healthy(2);
  b.samples[static_cast<std::size_t>(b.test[0].sample)].sha256 = std::string(64, '9');
  CHECK_THAT(compare({a, b}).verdict, Catch::StartsWith("run1 and run2 cannot be compared: their test sets differ: 1 "
                                                        "named alike, but not the same images (Normal/800.png)"));
  b = test::healthy(2);
  b.classes[1] = "Curved";  // the same images under another name
  CHECK_THAT(compare({a, b}).verdict,
             Catch::Contains("67 labelled differently (Scoliosis/801.png, ") && Catch::Contains(", …)"));
  CHECK(compare({a, b}).pairs.empty());
}

TEST_CASE("classes in another order are the same classes") {
  Record a = test::healthy(1, 3), b = a;
  b.run.id = 2;
  std::swap(b.classes[0], b.classes[2]);
  for (Prediction& p : b.test) p.label = 2 - p.label, std::swap(p.probabilities[0], p.probabilities[2]);
  CHECK(compare({a, b}).pairs[0].comparable);
  CHECK(compare({a, b}).pairs[0].flips.empty());
}

TEST_CASE("a killed run has no test predictions: said, not guessed") {
  const Comparison c = compare({test::healthy(1), test::killed(2)});
  CHECK(c.verdict == "run1 and run2 cannot be compared: run2 has no test predictions (KILLED).");
  CHECK(c.caveats.at(0) == "run2 is KILLED: Ctrl-C.");
}

TEST_CASE("three runs are compared in all pairs, corrected by Holm") {
  // 7 flips to none: p = 0.0156 alone; three pairs make it 0.047 at first place, and a pair at second place needs 2 p <
  // 0.05.
  const Comparison c = compare(
      {test::healthy(1, 7, 0, sixty_eight), test::healthy(2, 0, 0, sixty_eight), test::healthy(3, 0, 0, sixty_eight)});
  REQUIRE(c.pairs.size() == 3);
  CHECK(c.pairs[0].by.p == Approx(2.0 / 128));
  CHECK(c.pairs[0].p_holm == Approx(6.0 / 128));
  CHECK(c.pairs[1].p_holm == Approx(6.0 / 128));  // never below the one before it
  CHECK(c.pairs[2].p_holm == Approx(1));
  CHECK_THAT(c.verdict, Catch::StartsWith("On this test set run2 is better than run1") &&
                            Catch::Contains("run3 is better than run1") && Catch::Contains("no other pair"));
  const Comparison d = compare(
      {test::healthy(1, 6, 0, sixty_eight), test::healthy(2, 0, 0, sixty_eight), test::healthy(3, 0, 0, sixty_eight)});
  CHECK_FALSE(d.pairs[0].told_apart);  // p = 0.031 alone, 0.094 corrected
  CHECK_THAT(d.verdict, Catch::StartsWith("These 68 images cannot tell any two of these 3 runs apart"));
}

TEST_CASE("settings that differ are listed with a value a run") {
  Record a = test::healthy(1), b = test::healthy(2);
  set(b.settings, "model.dropout", 0.5);
  set(b.settings, "model.depth", 50);
  const Comparison c = compare({a, b});
  REQUIRE(c.settings.size() == 2);
  CHECK(c.settings[0].name == "model.dropout");
  CHECK(c.settings[0].values == std::vector<std::string>{"0.2", "0.5"});
  CHECK(c.settings[1].values == std::vector<std::string>{"–", "50"});
}

TEST_CASE("images that share a patient are tested patient by patient") {
  Record a = test::healthy(1, 10), b = test::healthy(2, 0);
  CHECK(compare({a, b}).pairs[0].told_apart);
  for (Record* r : {&a, &b})
    for (std::size_t i = 0; i < r->samples.size(); ++i) r->samples[i].group = "patient " + std::to_string(i / 50);
  const Comparison c = compare({a, b});  // all ten flips are one patient's
  CHECK(c.groups == 4);
  CHECK(c.pairs[0].by.p == Approx(1));
  CHECK(c.pairs[0].by.test == PairedTest::mcnemar_by_group);
  CHECK_FALSE(c.pairs[0].told_apart);
  CHECK_THAT(c.caveats.at(0), Catch::Contains("200 test images come from 4 patients"));
}

TEST_CASE("forced, runs are compared on the images that all share with one label, and every word of it says so") {
  Record a = test::healthy(1, 12), b = test::healthy(2, 0);
  b.samples[static_cast<std::size_t>(b.test[0].sample)].sha256 = std::string(64, '9');
  Comparing force;
  force.force = true;
  const Comparison c = compare({a, b}, force);
  CHECK(c.images == 199);
  CHECK(c.pairs.at(0).second_only == 11);
  CHECK_THAT(c.verdict, Catch::StartsWith("Forced, on the 199 images that all share: run2 is better than run1"));
  CHECK_THAT(c.caveats.at(0), Catch::StartsWith("Forced: 1 named alike, but not the same images (Normal/800.png)"));
  b.classes = {"x", "y", "z"};
  CHECK_FALSE(compare({a, b}, force).refusal.empty());  // no label in common: nothing is left
}

TEST_CASE("the verdict rests on the score that was named, by its own test") {
  Comparing by;
  by.by = "loss", by.bootstrap.resamples = 500;
  const Comparison c = compare({test::healthy(1, 40), test::healthy(2, 2)}, by);
  CHECK(c.pairs.at(0).by.test == PairedTest::resampling);
  CHECK_THAT(c.verdict, Catch::StartsWith("run2 is better than run1 on this test set (loss, difference 0."));
  by.by = "auc";
  CHECK(compare({test::healthy(1, 40), test::healthy(2, 2)}, by).pairs.at(0).by.test == PairedTest::delong);
}

TEST_CASE("without resamples a score that needs them is not compared, accuracy and areas are") {
  Comparing none;
  none.bootstrap.resamples = 0;
  CHECK(compare({test::healthy(1, 20), test::healthy(2)}, none).pairs.at(0).comparable);
  none.by = "macro_f1";
  CHECK_THAT(compare({test::healthy(1, 20), test::healthy(2)}, none).verdict,
             Catch::Contains("rests on resamples, and none were drawn"));
}

TEST_CASE("three runs whose images share patients are compared patient by patient") {
  const Comparison c =
      compare({grouped(test::healthy(1, 40), 5), grouped(test::healthy(2, 0), 5), grouped(test::healthy(3, 0), 5)});
  CHECK(c.groups == 40);
  CHECK(c.pairs.at(0).told_apart);
  CHECK(c.pairs.at(2).by.p == Approx(1));
  CHECK_FALSE(c.cochran);
}

TEST_CASE("by patient, a difference must show in their number and in their images both") {
  // Right alone for one image in each of seven patients, against ten images of one patient: the count of patients says
  // one thing, the images the other.
  Record a = grouped(test::healthy(1, 0), 10), b = grouped(test::healthy(2, 0), 10);
  const auto miss = [](Record& r, std::size_t at) {
    std::swap(r.test[at].probabilities[static_cast<std::size_t>(r.test[at].label)],
              r.test[at].probabilities[static_cast<std::size_t>((r.test[at].label + 1) % 3)]);
  };
  for (std::size_t patient = 0; patient < 7; ++patient) miss(a, 10 * patient);
  for (std::size_t i = 0; i < 10; ++i) miss(b, 100 + i);
  const Comparison c = compare({a, b});
  CHECK(c.pairs.at(0).first_only == 10);
  CHECK(c.pairs[0].second_only == 7);
  CHECK_FALSE(c.pairs[0].told_apart);
  CHECK(c.verdict.find("takes") == std::string::npos);  // how many more images says nothing where patients count
}

TEST_CASE("a class is the one of that name, whatever its number in the run that comes first") {
  Record untested = test::killed(1), a = test::healthy(2, 30), b = test::healthy(3, 0);
  std::swap(untested.classes[0], untested.classes[1]);
  Comparing by;
  by.by = "sensitivity:Normal", by.bootstrap.resamples = 500;
  const Comparison c = compare({untested, a, b}, by);
  CHECK(c.by == "recall:Normal");
  CHECK(c.scores.back().figures.at(1).right == 57);  // of 67, each third of the first 30 images missed
  CHECK(c.scores.back().figures.at(1).n == 67);
  CHECK(c.scores.back().figures.at(1).method == Method::wilson);
  by.by = "recall:Curved";
  CHECK_THROWS_WITH(compare({untested, a, b}, by), Catch::Contains("Curved"));
}

TEST_CASE("scores are found as papers call them") {
  Comparing by;
  by.bootstrap.resamples = 0;
  for (const auto& [asked, score] : std::vector<std::pair<std::string, std::string>>{
           {"AUC", "auc"}, {"F1", "macro_f1"}, {"Balanced accuracy", "balanced_accuracy"}, {"MCC", "mcc"}}) {
    by.by = asked;
    CHECK(compare({test::healthy(1), test::healthy(2)}, by).by == score);
  }
}

TEST_CASE("a score that many resamples do not have is not judged by") {
  // One image of the third class, and what was said of it is all there is: MCC needs two classes to be named.
  Record a = test::healthy(1, 0, 0, {60, 20, 3}), b = a;
  b.run.id = 2;
  for (std::size_t i = 0; i < 3; ++i) b.test[i].probabilities = {0.9, 0.05, 0.05};
  b.test[2].probabilities = {0.05, 0.05, 0.9};
  Comparing by;
  by.by = "mcc";
  const Comparison c = compare({a, b}, by);
  for (const Pair& pair : c.pairs)
    if (std::isnan(pair.by.interval.low)) CHECK(std::isnan(pair.by.p));
}

TEST_CASE("validation figures without an interval show none") {
  const Comparison c = compare({test::healthy(1), test::healthy(2, 12)});
  for (const ComparedScore& score : c.validation)
    if (score.name != "accuracy") CHECK(std::isnan(score.figures.at(0).interval.low));
}

TEST_CASE("a network that diverged says nothing, which is not the same as no test") {
  Record broken = test::healthy(2);
  broken.test[7].probabilities[0] = test::nan;
  CHECK_THAT(compare({test::healthy(1), broken}).verdict, Catch::Contains("a probability of run2 is no number"));
}

TEST_CASE("none, one, and runs without anything compare to a sentence") {
  CHECK(compare({}).verdict == "There is only one run: nothing to compare.");
  CHECK(compare({test::healthy(1)}).pairs.empty());
  CHECK_THAT(compare({Record{}, Record{}}).verdict, Catch::Contains("no test predictions"));
}

TEST_CASE("p-values are shown as far as they mean something") {
  CHECK(p_text(0.03125) == "p = 0.031");
  CHECK(p_text(0.25) == "p = 0.25");
  CHECK(p_text(0.00034) == "p = 0.0003");
  CHECK(p_text(1e-9) == "p < 0.0001");
}
