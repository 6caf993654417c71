#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

TEST_CASE("weight decay shrinks all weights, or kernels alone") {
  for (const char* name : {"sgd", "adam"}) {
    const auto rule = [&](const Settings& settings) {
      return Registry::global().make<Optimizer>({name, settings})->rule();
    };
    CHECK_FALSE(rule({}).decays_kernels_only);
    CHECK(rule({{"decay", "kernels"}}).decays_kernels_only);
    CHECK_THROWS_WITH(rule({{"decay", "kernel"}}), Catch::Contains("all, kernels"));
  }
}
