#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

TEST_CASE("weight decay shrinks all weights, or kernels alone") {
  for (const char* name : {"sgd", "adam", "adamw", "rmsprop"}) {
    const auto rule = [&](const Settings& settings) {
      return Registry::global().make<Optimizer>({name, settings})->rule();
    };
    CHECK_FALSE(rule({}).decays_kernels_only);
    CHECK(rule({{"decay", "kernels"}}).decays_kernels_only);
    CHECK_THROWS_WITH(rule({{"decay", "kernel"}}), Catch::Contains("all, kernels"));
  }
}

TEST_CASE("every optimizer may spare the features, and says nothing of it where it does not") {
  for (const char* name : {"sgd", "adam", "adamw", "rmsprop"}) {
    const auto whole = [&](const Settings& settings) {
      return Registry::global().make<Optimizer>({name, settings})->whole_rule();
    };
    CHECK(whole({}).features_share == 1);
    CHECK(whole({{"features_share", 0.1}}).features_share == 0.1);
    CHECK_THROWS_WITH(whole({{"features_share", 2}}), Catch::Contains("features_share"));
  }
}

TEST_CASE("adamw and rmsprop hand on their settings, with torch's defaults but for the rate") {
  const UpdateRule adamw = Registry::global().make<Optimizer>("adamw")->rule();
  CHECK(adamw.rule == UpdateRule::adamw);
  CHECK(adamw.weight_decay == 0.01);
  CHECK(adamw.beta1 == 0.9);
  CHECK(adamw.beta2 == 0.999);
  CHECK(adamw.epsilon == 1e-8);
  const UpdateRule rmsprop = Registry::global().make<Optimizer>({"rmsprop", {{"momentum", 0.5}}})->rule();
  CHECK(rmsprop.rule == UpdateRule::rmsprop);
  CHECK(rmsprop.smoothing == 0.99);
  CHECK(rmsprop.momentum == 0.5);
  CHECK(rmsprop.weight_decay == 0);
}
