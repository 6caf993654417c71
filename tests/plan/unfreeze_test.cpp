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
  const auto plan = [](const char* text) { return test::tiny_plan({{"train.epochs", 8}, {"train.unfreeze", text}}); };
  CHECK_THROWS_WITH(plan("4"), Contains("\"4\" does not say what is frozen"));
  CHECK_THROWS_WITH(plan("4:some"), Contains("\"4:some\" does not say what is frozen"));
  CHECK_THROWS_WITH(plan("4:2,"), Contains("does not say what is frozen"));
  CHECK_THROWS_WITH(plan("1:2"), Contains("epoch 1 is the run's beginning"));
  CHECK_THROWS_WITH(plan("4:1, 4:none"), Contains("epoch 4 does not come after 4"));
  CHECK_THROWS_WITH(plan("2:none, 4:7"), Contains("\"7\" cannot be frozen: these features have 2 stages"));
  CHECK(train_of(plan("2:1, 3:none").train).unfreeze == "2:1, 3:none");
}

TEST_CASE("what waits for an epoch that never comes is refused, with what to set, also of a quick size") {
  const auto plan = [](Settings set) {
    set.push_back({"train.epochs", 5});
    return test::tiny_plan(set);
  };
  const auto refusal = [&](const Settings& set) -> std::string {
    try {
      plan(set);
    } catch (const Error& e) {
      return e.whole();
    }
    return "";
  };
  CHECK_THAT(refusal({{"train.average_from", 6}}),
             Contains("train.average_from waits for epoch 6, and train.epochs = 5: it would never happen") &&
                 Contains("--set train.average_from=0") && Contains(".quick({{\"train.epochs\", 5}"));
  CHECK_THAT(refusal({{"train.unfreeze", "2:1, 6:none"}}), Contains("train.unfreeze waits for epoch 6"));
  CHECK(refusal({{"train.average_from", 5}, {"train.unfreeze", "2:1, 5:none"}}).empty());
  CHECK(refusal({{"train.average_from", 6}, {"train.control", "majority"}}).empty());

  Experiment quick = test::tiny();
  quick.train({{"epochs", 9}, {"average_from", 8}}).quick({{"train.epochs", 2}});
  CHECK_NOTHROW(expand(quick, "slow", {}));
  CHECK_THROWS_WITH(expand(quick, "quick", {{}, true}), Contains("waits for epoch 8, and train.epochs = 2"));
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
