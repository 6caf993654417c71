#include "reports/charts/short_names.h"

#include <catch2/catch.hpp>

using namespace xp;
using Names = std::vector<std::string>;

TEST_CASE("names that fit stay as they are, and a name that comes twice is numbered") {
  CHECK(short_names({"Normal", "Scoliosis", ""}) == Names{"Normal", "Scoliosis", "(no name)"});
  CHECK(short_names({"T1", "T1"}) == Names{"T1", "T1 (2)"});
}

TEST_CASE("long names that differ where they would be cut begin where they differ") {
  CHECK(short_names({"curve to the left of the spine", "curve to the right of the spine"}, 16) ==
        Names{"…left of…e spine", "…right o…e spine"});
  CHECK(short_names({"grösse ä und dann noch viel mehr", "grösse ö und dann noch viel mehr"}, 12)[1].substr(0, 5) ==
        "…ö");
}
