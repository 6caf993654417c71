#include "reports/scores/headline.h"

#include <catch2/catch.hpp>

#include "reports/scores/tables.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("the headline has the test with intervals, and beside it validation and training at the kept epoch") {
  Record record = reference000();
  record.metrics["train/accuracy"] = series(30, [](int e) { return e / 30.0; });
  const Table table = headline_table(record, score_report(record, {Part::test, {0}}));
  REQUIRE(table.columns.size() == 5);
  CHECK(table.columns[1].title == "test (6 images)");
  CHECK(table.columns[3].title == "validation (7 images)");
  CHECK(table.rows[0] == std::vector<std::string>{"accuracy", "66.7 % (30 to 90)", "Wilson", "71.4 %", "26.7 %"});
  CHECK(table.rows.size() == 6);
}

TEST_CASE("what is not known has no column; without probabilities their scores have no row") {
  Record record = graded();
  record.metrics.clear(), record.validation.clear(), record.run.chosen_epoch = 0;
  const ScoreAsked asked{Part::test, {200}};
  CHECK(headline_table(record, score_report(record, asked)).columns.size() == 3);
  set(record.settings, "imported.probabilities", false);
  const Table table = headline_table(record, score_report(record, asked));
  CHECK(table.rows.size() == 4);
  for (const auto& row : table.rows) CHECK((row[0] != "AUC" && row[0] != "log loss"));
}
