#include "framework/plan/tiled.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;

TEST_CASE("a plan on tiles shows its network the regions that its dataset lists, any other the whole image") {
  CHECK(parts_of_an_image(test::tiny_plan()).size() == 1);
  CHECK(parts_of_an_image(test::tiny_plan())[0].region == Region{});
  const Plan plan = test::tiny_plan({{"dataset", "tiles"},
                                     {"dataset.of", "spine_phantom"},
                                     {"dataset.settings", "images=24,height=32"},
                                     {"dataset.columns", 3}});
  const std::vector<Tile> parts = parts_of_an_image(plan);
  const Listing& listed = listing(plan.only(Kind::dataset));
  REQUIRE(parts.size() == 6);
  for (std::size_t i = 0; i < listed.samples.size(); ++i) {
    CHECK(listed.samples[i].region == parts[i % 6].region);
    CHECK(listed.samples[i].name.ends_with("#" + parts[i % 6].name));
  }
}
