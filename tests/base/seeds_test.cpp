// Which settings are seeds, and when two of them are one.
#include "framework/base/seeds.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("a seed is told from a setting by its name") {
  for (const char* seed : {"seed.init", "seed.order", "split.seed", "dataset.seed"}) CHECK(is_seed(seed));
  for (const char* setting : {"seedling", "optimizer.rate", "split.fold"}) CHECK_FALSE(is_seed(setting));
}

TEST_CASE("the seed is one where every plan begins and orders by the same number") {
  const Settings same{{"seed.init", 2}, {"seed.order", 2}}, other{{"seed.init", 2}, {"seed.order", 3}};
  CHECK(one_seed({same, same}));
  CHECK_FALSE(one_seed({same, other}));
  CHECK_FALSE(one_seed({same, {{"seed.init", 2}}}));
}
