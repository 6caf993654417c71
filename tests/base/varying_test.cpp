#include "framework/base/varying.h"

#include <catch2/catch.hpp>

using namespace xp;
using Names = std::vector<std::string>;

TEST_CASE("what tells plans apart leaves out what follows from a plugin's name") {
  const Settings sgd{{"optimizer", "sgd"}, {"optimizer.rate", 0.1}, {"optimizer.momentum", 0.9}, {"train.epochs", 3}};
  const Settings adam{{"optimizer", "adam"}, {"optimizer.rate", 0.1}, {"optimizer.beta1", 0.9}, {"train.epochs", 3}};
  CHECK(varying({sgd, adam}) == Names{"optimizer"});
  Settings faster = adam;
  set(faster, "optimizer.rate", 0.2);
  CHECK(varying({sgd, adam, faster}) == Names{"optimizer", "optimizer.rate"});
  CHECK(varying({sgd, sgd}).empty());
}

TEST_CASE("of two seeds that go together the first is named, of others both") {
  const auto seeds = [](int init, int order) { return Settings{{"seed.init", init}, {"seed.order", order}}; };
  CHECK(varying({seeds(1, 1), seeds(2, 2)}) == Names{"seed.init"});
  CHECK(varying({seeds(1, 1), seeds(2, 1), seeds(1, 2)}) == Names{"seed.init", "seed.order"});
}

TEST_CASE("settings are shortened where their last word still says which they are") {
  CHECK(shortened({"optimizer.rate", "model.dropout", "seed"}) == Names{"rate", "dropout", "seed"});
  CHECK(shortened({"split.seed", "dataset.seed"}) == Names{"split.seed", "dataset.seed"});
}
