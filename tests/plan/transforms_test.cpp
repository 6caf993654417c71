#include "framework/plan/transforms.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Plan with(std::initializer_list<Choice> transforms, const Settings& set = {}) {
  Experiment e = test::tiny();
  e.transforms(transforms);
  return expand(e, "tiny", {set, false}).at(0);
}

Listing lateral(const Plan& plan) {
  Listing data = listing(plan.only(Kind::dataset));
  data.lateral = true;
  return data;
}

const Choice small{"resize", {{"size", 16}}};

}  // namespace

TEST_CASE("a mirror is refused where left and right tell the classes apart, unless it is forced") {
  const Plan flips = with({small, {"flip"}}), turns = with({small, {"affine", {{"degrees", 180}}}});
  CHECK_NOTHROW(check_transforms(flips, listing(flips.only(Kind::dataset))));
  try {
    check_transforms(flips, lateral(flips));
    FAIL("nothing was refused");
  } catch (const Error& e) {
    CHECK_THAT(e.what(), Contains("flip exchanges left and right"));
    CHECK_THAT(e.hint(), Contains("transform.flip.force=true"));
  }
  CHECK_THROWS_WITH(check_transforms(turns, lateral(turns)), Contains("affine exchanges left and right"));
  for (const Plan& fine : {with({small, {"flip", {{"force", true}}}}), with({small, {"rotate"}}),
                           with({small, {"flip", {{"horizontal", false}, {"vertical", true}}}})})
    CHECK_NOTHROW(check_transforms(fine, lateral(fine)));
}

TEST_CASE("what takes 0 for black comes before what changes the scale") {
  CHECK_THROWS_WITH(with({small, {"normalise"}, {"brightness"}}), Contains("brightness takes 0 for black"));
  CHECK_THROWS_WITH(with({{"normalise"}, {"resize", {{"size", 16}, {"fit", "letterbox"}}}}), Contains("normalise"));
  CHECK_NOTHROW(with({small, {"brightness"}, {"normalise"}, {"mixup"}}));
  CHECK_NOTHROW(with({small, {"normalise", {{"like", "none"}}}, {"gamma"}}));
}

TEST_CASE("frozen features and mixed images are refused") {
  CHECK_THROWS_WITH(with({small, {"cutmix"}}, {{"model.freeze", "features"}}), Contains("cutmix makes another image"));
}

TEST_CASE("mirror images are judged only where a mirrored image stays in its class") {
  const Plan plan = test::tiny_plan({{"train.flip_at_test", true}});
  CHECK_NOTHROW(check_transforms(plan, listing(plan.only(Kind::dataset))));
  CHECK_THROWS_WITH(check_transforms(plan, lateral(plan)), Contains("train.flip_at_test") && Contains("mirror image"));
}
