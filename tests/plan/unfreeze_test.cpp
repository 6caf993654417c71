#include "framework/plan/unfreeze.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("what is frozen is said epoch by epoch") {
  CHECK(unfreezings("").empty());
  const std::vector<Unfreezing> all = unfreezings("4:2, 8:none,10 : features");
  REQUIRE(all.size() == 3);
  CHECK(all[0].epoch == 4);
  CHECK(all[0].freeze == "2");
  CHECK(all[1].freeze == "none");
  CHECK(all[2].epoch == 10);
  CHECK(all[2].freeze == "features");
}

TEST_CASE("an unfreezing that says nothing is refused when the plan is made") {
  const auto plan = [](const char* text) { return test::tiny_plan({{"train.unfreeze", text}}); };
  CHECK_THROWS_WITH(plan("4"), Contains("\"4\" does not say what is frozen"));
  CHECK_THROWS_WITH(plan("4:some"), Contains("\"4:some\" does not say what is frozen"));
  CHECK_THROWS_WITH(plan("4:2,"), Contains("does not say what is frozen"));
  CHECK_THROWS_WITH(plan("1:2"), Contains("epoch 1 is the run's beginning"));
  CHECK_THROWS_WITH(plan("4:1, 4:none"), Contains("epoch 4 does not come after 4"));
  CHECK_THROWS_WITH(plan("2:none, 4:7"), Contains("\"7\" cannot be frozen: these features have 2 stages"));
  CHECK(train_of(plan("2:1, 3:none").train).unfreeze == "2:1, 3:none");
}

TEST_CASE("two averages of the weights at once are refused") {
  CHECK_THROWS_WITH(test::tiny_plan({{"train.moving_average", 0.9}, {"train.average_from", 2}}),
                    Contains("train.moving_average and train.average_from"));
}

TEST_CASE("recipes that came later leave the identity of plans without them as it was") {
  const std::string plain = identity_hash(test::tiny_plan());
  for (const Settings& at_default : {Settings{{"train.accumulate", 1}}, Settings{{"train.clip_norm", 0.0}},
                                     Settings{{"train.unfreeze", ""}}, Settings{{"loss.smoothing", 0.0}},
                                     Settings{{"schedule.warmup", 0.0}}, Settings{{"optimizer.features_share", 1.0}}})
    CHECK(identity_hash(test::tiny_plan(at_default)) == plain);
  CHECK(identity_hash(test::tiny_plan({{"loss.smoothing", 0.1}})) != plain);
  CHECK(identity_hash(test::tiny_plan({{"train.unfreeze", "2:none"}})) != plain);
}
