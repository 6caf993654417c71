#include <algorithm>
#include <catch2/catch.hpp>

#include "reports/comparison/comparison.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("runs that differ by their seed alone are said to, and trials of one sweep too") {
  Record a = test::healthy(1), b = test::healthy(2, 12);
  set(b.settings, "seed.init", 2);
  CHECK_THAT(compare({a, b}).caveats.at(0), Catch::Contains("run1, run2 differ by nothing but their seed"));
  set(b.settings, "model.dropout", 0.5);
  CHECK(compare({a, b}).caveats.empty());
  a.run.sweep = b.run.sweep = 4;
  CHECK_THAT(compare({a, b}).caveats.at(0), Catch::Contains("run1, run2 are trials of one sweep"));
  a.run.parent = b.run.parent = 9;  // folds of one trial
  CHECK(compare({a, b}).caveats.empty());
}

TEST_CASE("of several runs the best by chance is told, and the one that validation chooses") {
  std::vector<Record> runs;
  for (int i = 0; i < 5; ++i) {
    runs.push_back(test::healthy(i + 1, 20, 20 * i));
    set(runs.back().settings, "model.dropout", 0.1 * i);
    test::predict(runs.back(), Part::validation, i == 3 ? 2 : 9);
  }
  const Comparison c = compare(runs);
  REQUIRE(c.best);
  CHECK(c.best->expected.best == Approx(0.9));
  CHECK(c.best->expected.mean > 0.9);  // equals: the best of five is expected above what each of them reached
  CHECK(c.best->chosen == std::size_t{3});
  CHECK(c.cochran->p == Approx(1));
  CHECK_THAT(c.caveats.back(), Catch::Contains("Chosen by accuracy on the validation images it is run4"));
}

TEST_CASE("a control is not the best of several, and the same answers twice are noticed") {
  std::vector<Record> runs{test::healthy(1, 20), test::healthy(2, 10), test::healthy(3, 15), test::healthy(4, 0)};
  for (std::size_t i = 0; i < runs.size(); ++i) set(runs[i].settings, "model.dropout", 0.1 * static_cast<double>(i));
  runs[3].run.role = "control majority";
  const Comparison c = compare(runs);
  CHECK(c.best->of == 3);
  CHECK(c.best->best == 1);
  runs[2] = runs[1], runs[2].run.id = 3;
  const Comparison twice = compare(runs);
  CHECK(std::any_of(twice.caveats.begin(), twice.caveats.end(), [](const std::string& s) {
    return s.find("run2 and run3 said the same of every test image") != std::string::npos;
  }));
}

TEST_CASE("a verdict by another score than accuracy says that it must have been named before") {
  Comparing by;
  by.by = "auc";
  CHECK_THAT(compare({test::healthy(1, 40), test::healthy(2)}, by).caveats.at(0),
             Catch::Contains("holds if that was named before"));
}
