#include "reports/environment_groups.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

TEST_CASE("what was recorded of the environment is sorted, and nothing but the command line is left out") {
  Record r = test::healthy(1);
  set(r.environment, "command", "xp run a.cpp");
  set(r.environment, "OMP_NUM_THREADS", "2");
  const auto groups = environment_groups(r);
  REQUIRE(groups.size() == 4);
  CHECK(groups[0].title == "Machine");
  CHECK(groups[0].table.rows == std::vector<std::vector<std::string>>{{"cpu", "AMD EPYC 7B13"}});
  CHECK(groups[1].table.rows.size() == 2);
  CHECK(groups[2].table.rows[0][0] == "threads");
  CHECK(groups[3].table.rows[0][0] == "OMP_NUM_THREADS");
  r.environment.clear();
  CHECK(environment_groups(r).empty());
}
