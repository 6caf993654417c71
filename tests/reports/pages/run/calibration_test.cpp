#include <catch2/catch.hpp>

#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;
using Catch::Contains;

namespace {
std::string body(const Material& run) { return calibration_section(run, scored_of(run)).body; }
}  // namespace

TEST_CASE("calibration has its diagram, its bins as a table, and what chance would show") {
  const std::string section = body({graded(200)});
  CHECK_THAT(section, Contains("id=\"reliability\"") && Contains("id=\"confidence\"") &&
                          Contains("by chance, were the probabilities right") && Contains("temperature") &&
                          Contains("0.500 if every image got the shares of the classes") && Contains("right (95 %)"));
}

TEST_CASE("of few images it is said that they show little") {
  CHECK_THAT(body({reference000()}), Contains("fewer than 30"));
  CHECK_THAT(body({healthy(2)}), !Contains("fewer than 30"));
}

TEST_CASE("where images share groups the bins have no intervals, and the section says why") {
  CHECK_THAT(body({graded(60, 3)}), Contains("too narrow where images share groups") && !Contains("right (95 %)"));
}
