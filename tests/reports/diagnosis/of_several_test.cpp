#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "framework/base/random.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/diagnosis/json.h"
#include "reports/diagnosis/text.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

Record seeded(int id, int init, int order, int split, int wrong) {
  Record r = test::healthy(id, wrong, 3 * init);
  set(r.settings, "seed.init", init), set(r.settings, "seed.order", order), set(r.settings, "split.seed", split);
  return r;
}

}  // namespace

TEST_CASE("of runs that differ in seeds alone the spread is told, and in a grid whose seed it comes from") {
  std::vector<Record> runs;
  for (int init = 1; init <= 3; ++init)
    for (int order = 1; order <= 4; ++order)
      runs.push_back(seeded(10 + 4 * init + order, init, order, 1, 10 + 8 * init + order % 2));
  const Diagnosis d = diagnose_together(runs);
  const Finding* f = d.find("seed spread");
  REQUIRE(f);
  CHECK_THAT(f->sentence, StartsWith("12 runs (run15 to run26) differ in nothing but seeds: test accuracy"));
  // Squares between the three levels of init: 8² · 4 · 2 = 512; between the two of order: 0.5² · 12 = 3.
  CHECK_THAT(f->sentence, Contains("Of the variance, initialisation 99.4 % (by chance 18.2 %), order 0.6 % (by chance "
                                   "27.3 %); the rest, 0.0 %, is interplay and chance."));
}

TEST_CASE("seeds that always change together are one, and what they share cannot be told from few runs") {
  std::vector<Record> runs;
  for (int seed = 1; seed <= 3; ++seed) runs.push_back(seeded(seed, seed, seed, 1, 10 + seed));
  const Finding* f = diagnose_together(runs).find("seed spread");
  const Diagnosis d = diagnose_together(runs);
  f = d.find("seed spread");
  REQUIRE(f);
  CHECK_THAT(f->sentence, Contains("What of it comes from initialisation and order cannot be said"));
  CHECK_THAT(f->advice, Contains("sweep seed.init, seed.order and split.seed"));
  set(runs[2].settings, "optimizer.rate", 0.5);
  set(runs[1].settings, "optimizer.rate", 0.4);
  CHECK_FALSE(diagnose_together(runs).find("seed spread"));
}

TEST_CASE("runs differ in nothing but seeds where a seed differs, and nothing else that is known") {
  const auto told = [](const std::vector<Record>& runs) {
    return diagnose_together(runs).find("seed spread") != nullptr;
  };
  const Record first = seeded(1, 1, 1, 1, 10);
  Record second = seeded(2, 2, 1, 1, 14);
  CHECK(told({first, second}));
  CHECK_FALSE(told({first, first}));  // made again: no seed varies
  for (const auto& change : std::vector<std::function<void(Record&)>>{
           [](Record& r) { r.run.experiment = "other"; }, [](Record& r) { r.sources[0].sha256 = std::string(64, '0'); },
           [](Record& r) { r.run.fingerprint = std::string(64, '0'); },
           [](Record& r) { set(r.settings, "imported", "history"); }}) {
    Record other = second;
    change(other);
    CHECK_FALSE(told({first, other}));
  }
  // Drawn data differ by their seed; with one and the same, what draws them has changed.
  Record drawn = first;
  set(drawn.settings, "dataset.seed", 1);
  set(second.settings, "dataset.seed", 2), second.run.fingerprint = std::string(64, '0');
  CHECK(told({drawn, second}));
  set(second.settings, "dataset.seed", 1);
  CHECK_FALSE(told({drawn, second}));
}

TEST_CASE("two files that another tool made under one name are not called seeds of one recipe") {
  std::vector<Record> runs{test::healthy(1, 10), test::healthy(2, 20)};
  for (Record& r : runs) {
    r.run.experiment = "imported", r.sources.clear();
    r.settings = {{"imported", "test predictions"}, {"imported.test", "test.csv"}};
  }
  CHECK_FALSE(diagnose_together(runs).find("seed spread"));
  CHECK(diagnose_together(runs).find("best of several"));
}

TEST_CASE("the best of several is named by the count that is told, not by a figure recorded elsewhere") {
  std::vector<Record> runs{seeded(1, 1, 1, 1, 20), seeded(2, 2, 1, 1, 30), seeded(3, 3, 1, 1, 40)};
  runs[2].metrics["test/accuracy"] = {{runs[2].run.chosen_epoch, 0.99}};
  Record control = seeded(4, 4, 1, 1, 0);
  control.run.role = "control image-statistics";
  const auto sentence = [](const std::vector<Record>& of) {
    return diagnose_together(of).find("best of several")->sentence;
  };
  runs.push_back(control);
  CHECK_THAT(sentence(runs), StartsWith("run1 is the best of 3 on these test images (180 of 200 right, 90.0 %)"));
  std::reverse(runs[1].test.begin(), runs[1].test.end());
  CHECK_THAT(sentence(runs), StartsWith("run1 is the best of 3"));
  for (Record& r : runs)
    for (StoredSample& s : r.samples)
      if (s.part == Part::test) s.sha256 = std::string(64, 'c');  // all copies of one
  CHECK_THAT(sentence({runs[0], runs[2]}), StartsWith("run1 is the best of 2 on these test images (180 of 200 right"));
  CHECK_FALSE(diagnose_together({runs[0], runs[0]}).find("best of several"));
}

TEST_CASE("the best of several on one test is held against what the best of equal runs would reach") {
  std::vector<Record> runs;
  for (int i = 0; i < 5; ++i) runs.push_back(seeded(i + 1, i, i, 1, 20 + i));
  const Diagnosis d = diagnose_together(runs);
  const Finding* f = d.find("best of several");
  REQUIRE(f);
  CHECK(f->grade == Grade::note);
  CHECK_THAT(f->sentence, StartsWith("run1 is the best of 5 on these test images (180 of 200 right, 90.0 %)"));
  CHECK(f->numbers.at(2).value >= 0.885);
  CHECK(diagnose_together({runs[0]}).findings.empty());
}

TEST_CASE("xp diagnose prints names, numbers and advice, and the same in a table and in JSON") {
  const Record r = test::reference000();
  const Diagnosis d = diagnose(r);
  const std::string text = diagnosis_page(r.run, d, {100, true, false});
  CHECK_THAT(text, StartsWith("run12 · FINISHED") && Contains("serious  overfitting, since epoch") &&
                       !Contains("(accuracy gap, last epochs' medians"));
  const std::string& first = d.findings.front().sentence;
  const std::string wide = diagnosis_page(r.run, d, {4000, true, false});
  CHECK(wide.find(first) == wide.rfind(first));  // the headline is not said twice
  CHECK_THAT(wide, Contains(" serious, "));
  const std::string verbose = diagnosis_page(r.run, d, {400, true, false}, FindingNumbers::shown);
  CHECK_THAT(verbose, Contains("(accuracy gap, last epochs' medians: 0.2857; loss gap, last epochs' medians: "));
  CHECK(finding_table(d, FindingNumbers::left_out).columns.size() + 1 == finding_table(d).columns.size());
  CHECK_THAT(latex_of(finding_table(d)), StartsWith("\\begin{tabular}{lp{0.12\\linewidth}rp{0.32\\linewidth}"));
  CHECK(finding_table(d).rows.size() == d.findings.size());
  CHECK_THAT(json_of({r.run}, {d}, {}), Contains("\"run\": \"run12\"") && Contains("\"together\": null"));
}
