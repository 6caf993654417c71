// Folds and controls on a run's page.
#include <catch2/catch.hpp>

#include "reports/pages/run/sections.h"
#include "reports/scores/pooled.h"
#include "tests/support/pages.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Two folds with 10 and 20 of 200 test images missed, each with a control.
Material folded(bool pooled) {
  Record r = test::healthy(20, 10, 0, {0, 0, 200});
  set(r.settings, "split.folds", 2);
  r.run.chosen_epoch = 0, r.validation.clear();
  if (!pooled) r.test.clear(), r.samples.clear();
  Material run{r};
  for (int f : {1, 2}) {
    Record fold = test::healthy(20 + f, 10 * f);
    fold.run.parent = 20, fold.run.role = "fold " + std::to_string(f);
    const double accuracy = 1 - 0.05 * f;
    run.record.children.push_back(
        {fold.run.id, fold.run.role, Status::finished, 19, 200, {{"test/accuracy", accuracy}}});
    run.parts.push_back(std::move(fold));
  }
  for (int f : {1, 2})
    run.record.children.push_back({30 + f,
                                   "control majority, fold " + std::to_string(f),
                                   Status::finished,
                                   0,
                                   200,
                                   {{"test/balanced_accuracy", 0.3}}});
  return run;
}

std::optional<ScoreReport> scored(const Material& run) { return score_report(run.record, {}, {}, run.parts); }

}  // namespace

TEST_CASE("averaged and pooled scores stand side by side, each with its interval and what it means") {
  const Material run = folded(true);
  const std::string body = folds_section(run, scored(run)).body;
  CHECK_THAT(body, Contains("mean of the folds") && Contains("of all images pooled") && Contains("92.5 %") &&
                       Contains("every image counts once") && Contains("Nadeau and Bengio"));
  CHECK_THAT(body, Contains("run21") && Contains("run22") && Contains("folds-spread"));
  CHECK(test::balanced(body));
}

TEST_CASE("where the tests of folds share images nothing is pooled, and the page says why") {
  const Material run = folded(false);
  const ScoreReport report = *scored(run);
  const Table table = pooled_table(report);
  REQUIRE(table.columns.size() == 3);
  for (const auto& row : table.rows) CHECK(row.size() == 3);
  CHECK(table.rows[1] == std::vector<std::string>{"accuracy", "92.5 % (51 to 100)", "3.5 %"});
  CHECK_THAT(folds_section(run, report).body, Contains("share images") && !Contains("all images pooled"));
}

TEST_CASE("folds that are not finished have their table, and no scores") {
  Material run = folded(false);
  run.parts.clear();
  for (Child& child : run.record.children) child.status = Status::running, child.scores.clear();
  const Section section = folds_section(run, std::nullopt);
  CHECK_THAT(section.body, Contains("RUNNING") && !Contains("Averaged over") && !Contains("<figure"));
  CHECK(folds_section({test::healthy(1)}, std::nullopt).body.empty());
}

TEST_CASE("controls are drawn and told of beside the network") {
  const Material run = folded(true);
  const std::string body = controls_section(run).body;
  CHECK_THAT(body, Contains("controls-beside") && Contains("majority") && Contains("run31, run32"));
  CHECK(test::balanced(body));
  CHECK(controls_section({test::healthy(1)}).body.empty());
}
