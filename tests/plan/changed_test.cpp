#include "framework/plan/changed.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("a plan whose settings change is the plan that the experiment would have made with them") {
  const Plan plan = test::tiny_plan();
  CHECK(to_json(changed(plan, {})) == to_json(plan));
  for (const Settings& set :
       {Settings{{"seed", 7}}, Settings{{"seed.init", 7}}, Settings{{"train.epochs", 2}, {"optimizer", "sgd"}},
        Settings{{"dataset.images", 30}}, Settings{{"transform.size", 24}, {"model.filters", "8"}}}) {
    INFO(set[0].name);
    CHECK(to_json(changed(plan, set)) == to_json(test::tiny_plan(set)));
  }
}

TEST_CASE("a change that no plan can take is refused with what there is") {
  const Plan plan = test::tiny_plan();
  CHECK_THROWS_WITH(changed(plan, {{"optimizer.rat", 0.1}}), Contains("unknown setting \"rat\""));
  CHECK_THROWS_WITH(changed(plan, {{"modell", "resnet"}}), Contains("there is no setting \"modell\""));
  CHECK_THROWS_WITH(changed(plan, {{"train.monitor", "test/loss"}}), Contains("the test set is scored once"));
}
