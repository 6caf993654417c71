#include <catch2/catch.hpp>

#include "reports/pages/run/sections.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("the section on time has the table, the charts and why the run ended, as text") {
  Material run{test::reference000()};
  run.record.run.epochs_planned = 40, run.record.run.reason = "<script>alert(1)</script>";
  run.record.attempts = {{1, "2026-11-20T08:00:00.000Z", "", "<img src=x>", 3, 30}};
  const Section s = time_section(run);
  CHECK(s.hint == "It ended after epoch 30 of 40: <script>alert(1)</script>.");  // escaped by the page
  CHECK_THAT(s.body, Catch::Contains("running time") && Catch::Contains("id=\"seconds\"") &&
                         Catch::Contains("&lt;img src=x&gt;") && !Catch::Contains("<img"));
}

TEST_CASE("a run that never began has no section on time") { CHECK(time_section(Material{}).body.empty()); }
