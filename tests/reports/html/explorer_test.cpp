#include "reports/html/explorer.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"
#include "tests/support/graded.h"
#include "tests/support/pages.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE(
    "thresholds are told with as many decimals as tell neighbours apart, and never as a 0 or 1 that they are not") {
  const Record record = test::graded(60);
  const ScoreReport report = score_report(record, {Part::test, {0}});
  Explored some = explored(record, report);
  some.rows.resize(4);
  some.points.clear(), some.start = 0, some.changes = 4;
  const double at[] = {0.00000012, 0.41, 0.410000004, HUGE_VAL};
  for (std::size_t i = 0; i < 4; ++i) some.rows[i].threshold = at[i];
  const std::string html = explorer_of(some, report);
  const auto rows = nlohmann::json::parse(test::apart(html).data.at(0))["rows"];
  CHECK(rows[0][0] == "0.0000001");
  CHECK(rows[1][0] == "0.410000000");
  CHECK(rows[2][0] == "0.410000004");
  CHECK(rows[3][0] == "more than any");
  CHECK_THAT(html, Contains("each of the 3 probabilities"));
}
