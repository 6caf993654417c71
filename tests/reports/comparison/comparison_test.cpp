#include "reports/comparison/comparison.h"

#include <catch2/catch.hpp>

#include "reports/comparison/pairing.h"
#include "tests/support/records.h"

using namespace xp;

namespace {
const std::vector<int> sixty_eight{600, 200, 68};
}

TEST_CASE("ten images to none are a difference, with its interval and p") {
  const Comparison c = compare({test::healthy(12, 14, 0, sixty_eight), test::healthy(15, 4, 0, sixty_eight)});
  REQUIRE(c.pairs.size() == 1);
  CHECK(c.pairs[0].first_only == 0);
  CHECK(c.pairs[0].second_only == 10);
  CHECK(c.pairs[0].p == Approx(2.0 / 1024));  // exact, by hand
  CHECK(c.pairs[0].flips.size() == 10);
  CHECK_THAT(
      c.verdict,
      Catch::StartsWith("run15 is better than run12 on this test set (difference 14.7 points, 95 % interval ") &&
          Catch::Contains("p = 0.002): right on 10 of 68 images where run12 is wrong, wrong on 0 where it is right."));
}

TEST_CASE("three images cannot tell two runs apart, and the verdict says what could not either") {
  const Comparison c = compare({test::healthy(12, 3, 0, sixty_eight), test::healthy(15, 0, 0, sixty_eight)});
  CHECK(c.verdict ==
        "These 68 images cannot tell run12 and run15 apart: one is right where the other is wrong on 3, all in favour "
        "of run15 (p = 0.25); "
        "even 5 one-sided flips would give p = 0.06.");
  CHECK_FALSE(c.pairs[0].told_apart);
}

TEST_CASE("runs that are right on the same images are said to be") {
  const Comparison c = compare({test::healthy(1, 5), test::healthy(2, 5)});
  CHECK(c.verdict == "These 200 images cannot tell run1 and run2 apart: both are right and wrong on the same ones.");
  CHECK(c.settings.empty());
}

TEST_CASE("different test sets are not compared, and the verdict says how they differ") {
  Record a = test::healthy(1), b = test::healthy(2);
  b.samples[static_cast<std::size_t>(b.test[0].sample)].sha256 = std::string(64, '9');
  CHECK_THAT(
      compare({a, b}).verdict,
      Catch::StartsWith(
          "run1 and run2 cannot be compared: their test sets differ: 1 only in run1 (Normal/800.png); 1 only in run2"));
  b = test::healthy(2);
  b.classes[1] = "Curved";  // the same images under another name
  CHECK_THAT(compare({a, b}).verdict,
             Catch::Contains("67 labelled differently (Scoliosis/801.png, ") && Catch::Contains(", …)"));
  CHECK_FALSE(compare({a, b}).pairs[0].comparable);
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
  REQUIRE(c.caveats.size() == 1);
  CHECK(c.caveats[0] == "run2 is KILLED: Ctrl-C.");
}

TEST_CASE("three runs are compared in all pairs, corrected by Holm") {
  // 7 flips to none: p = 0.0156 alone; three pairs make it 0.047 at first place, and a pair at second place needs 2 p <
  // 0.05.
  const Comparison c = compare(
      {test::healthy(1, 7, 0, sixty_eight), test::healthy(2, 0, 0, sixty_eight), test::healthy(3, 0, 0, sixty_eight)});
  REQUIRE(c.pairs.size() == 3);
  CHECK(c.pairs[0].p == Approx(2.0 / 128));
  CHECK(c.pairs[0].p_holm == Approx(6.0 / 128));
  CHECK(c.pairs[1].p_holm == Approx(6.0 / 128));  // never below the one before it
  CHECK(c.pairs[2].p_holm == Approx(1));
  CHECK_THAT(c.verdict, Catch::StartsWith("On this test set run2 is better than run1") &&
                            Catch::Contains("run3 is better than run1") && Catch::Contains("no other pair"));
  const Comparison d = compare(
      {test::healthy(1, 6, 0, sixty_eight), test::healthy(2, 0, 0, sixty_eight), test::healthy(3, 0, 0, sixty_eight)});
  CHECK_FALSE(d.pairs[0].told_apart);  // p = 0.031 alone, 0.094 corrected
  CHECK_THAT(d.verdict, Catch::StartsWith("This test set cannot tell any two of these 3 runs apart"));
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

TEST_CASE("images of one patient counted twice are a caveat") {
  Record a = test::healthy(1), b = test::healthy(2);
  for (StoredSample& s : a.samples) s.group = "patient";
  CHECK_THAT(compare({a, b}).caveats.at(0), Catch::Contains("patient"));
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
