// Where weights are, and where features can be cut.
#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/net/places.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("a stage ends where the map shrinks; a ResNet has five") {
  for (const int depth : {18, 50}) {
    const Net features = Registry::global().make<Model>({"resnet", {{"depth", depth}}})->features();
    CHECK(stages(features, {3, 224, 224}).size() == 5);
  }
  const Net plain = seq({seq({conv(4, 3), relu, max_pool(2, 2)}), seq({conv(8, 3), relu, max_pool(2, 2)})});
  const std::vector<Stage> cut = stages(plain, {1, 32, 32});
  REQUIRE(cut.size() == 2);
  CHECK(cut[0] == Stage{"features.0.0", "features.0.1"});
  CHECK(cut[1] == Stage{"features.0.2", "features.1.0", "features.1.1", "features.1.2"});
}

TEST_CASE("what is frozen is a number of stages that there are, or the features, or none") {
  const Net net = seq({conv(4, 3), conv(8, 3).stride(2), conv(8, 3).stride(2)});
  const Shape in{1, 32, 32};
  CHECK(frozen_places(net, in, "none").empty());
  CHECK(frozen_places(net, in, "0").empty());
  CHECK(frozen_places(net, in, "2") == std::vector<std::string>{"features.0", "features.1"});
  CHECK(frozen_places(net, in, "features") == std::vector<std::string>{"features"});
  for (const char* wrong : {"4", "-1", "all", "", "2.0", "99999999999999999999"})
    CHECK_THROWS_WITH(frozen_places(net, in, wrong), Contains("these features have 3 stages"));
}

TEST_CASE("places are as many numbers as the net has parameters and statistics, and names pass over what was added") {
  for (const char* model : {"resnet", "xception", "inception_v3"}) {
    const Plan plan = test::tiny_plan({{"model", model}, {"attention", "cbam"}, {"transform.size", 96}});
    std::int64_t learnable = 0;
    int last = -1;
    for (const Place& p : places(network(plan), input(plan))) {
      std::int64_t n = 1;
      for (const std::int64_t size : p.shape) n *= size;
      learnable += p.role == Place::mean || p.role == Place::variance ? 0 : n;
      CHECK((p.section == NetSection::attention) == (p.layer < 0));
      CHECK((p.layer < 0 || p.layer == last || p.layer == last + 1));
      last = std::max(last, p.layer);
    }
    CHECK(learnable == measure(network(plan), input(plan)).parameters);
  }
}
