#include <catch2/catch.hpp>

#include "reports/pages/run/sections.h"
#include "tests/support/records.h"

using namespace xp;

namespace {

Section section(const Material& run) { return learning_section(run, diagnose(run.record, run.parts)); }

}  // namespace

TEST_CASE("the section on learning says how training ended, draws the curves, then how the updates went") {
  Material run{test::reference000()};
  run.record.telemetry["rate"] = test::series(30, [](int) { return 1e-4; });
  run.steps["train/objective"] = test::series(60, [](int s) { return 1.0 / s; });
  const Section s = section(run);
  CHECK(s.hint == "It came to its last epoch, 30.");
  std::size_t at = 0;
  for (const char* part : {"id=\"loss\"", "id=\"accuracy\"", "<h3>How the updates went</h3>",
                           "The learning rate was 0.0001 in every epoch.", "id=\"objective\""}) {
    INFO(part);
    at = s.body.find(part, at);
    REQUIRE(at != std::string::npos);
  }
}

TEST_CASE("what has no curves has no section on learning") {
  CHECK(section({Record{}}).body.empty());
  Material folds{test::healthy(1)};
  folds.record.metrics.clear();
  set(folds.record.settings, "split.folds", 3);
  CHECK(section(folds).body.empty());
}
