// Figures of a run on tiles count images, which are independent, not tiles, which are not.
#include "reports/outcome.h"
#include "reports/comparison/text.h"
#include "reports/show.h"

#include <catch2/catch.hpp>

#include "reports/comparison/comparison.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/summary.h"
#include "reports/text.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("what is said of an image is the mean over its tiles, and the interval is that of so many images") {
  const Record r = test::tiled();
  const Outcome o = outcome(r, Part::test);
  CHECK(o.n == 8);
  CHECK(o.accuracy.right == 6);
  const Rate of_images = rate(6, 8);
  CHECK(o.accuracy.low == of_images.low);
  CHECK(o.accuracy.high == of_images.high);
  CHECK(o.classes[0].support == 4);
  // by hand: the logarithms of the means .15, .35, .65, .65 and of four .8
  CHECK(o.loss == Approx(-(std::log(.15) + std::log(.35) + 2 * std::log(.65) + 4 * std::log(.8)) / 8));
  CHECK(outcome(r, Part::validation).n == 4);
}

TEST_CASE("the sentences of a run on tiles speak of images, and say how they were judged") {
  const Record r = test::tiled();
  const Diagnosis diagnosis = diagnose(r);
  CHECK_THAT(
      summarise(r, diagnosis).result,
      Contains("6 of 8 test images are named right, each by the mean over its tiles: 75.0 % (95 % interval 41 to "
               "93)"));
  CHECK_THAT(diagnosis.find("small test set")->sentence, Contains("6 right of 8 test images"));
  CHECK_THAT(diagnosis.find("small validation part")->sentence, Contains("4 validation images"));
  CHECK_THAT(show_text(r, {200, true, false}),
             Contains("test (8 images)") && Contains("validation (4 images)") && Contains("training by tile"));
}

TEST_CASE("two runs on tiles are paired by image") {
  Record a = test::tiled(14), b = test::tiled(15);
  for (Prediction& p : b.test) p.probabilities = p.label ? std::vector{.1, .9} : std::vector{.9, .1};
  const Comparison c = compare({a, b});
  REQUIRE(c.pairs.at(0).comparable);
  CHECK(c.pairs[0].n == 8);
  CHECK(c.pairs[0].second_only == 2);
  CHECK_THAT(compare_text(c, {200, true, false}), !Contains("#r1c1"));
}

TEST_CASE("of whole images every sample is one, whatever its name") {
  Record r = test::reference000();
  for (StoredSample& s : r.samples) s.name = "scan#" + s.sha256.substr(60);
  CHECK(outcome(r, Part::test).n == 6);
  CHECK(image_of(r, r.samples[0]) == r.samples[0].name);
}

TEST_CASE(
    "how the epoch was chosen is told as it was: on validation, by training, on the test itself, or not recorded") {
  const auto told = [](const Settings& settings) { return how_chosen(settings); };
  CHECK(told({}) == "on validation");
  CHECK(told({{"train.monitor", "val/loss"}}) == "on validation");
  CHECK(told({{"train.monitor", "train/loss"}}) == "by train/loss");
  CHECK(told({{"train.monitor", "train_eval/loss"}}) == "by train_eval/loss");
  const Settings by_test{{"imported.kept", "test/accuracy"}, {"train.monitor", "test/accuracy"}};
  CHECK(told(by_test) == "on the test itself, by test/accuracy");
  CHECK((chosen_on_test(by_test) && !chosen_on_validation(by_test)));
  CHECK(told({{"imported.kept", "last"}}) == "as the last");
  CHECK(told({{"imported.kept", "3"}}) == "in a way that was not recorded");
}
