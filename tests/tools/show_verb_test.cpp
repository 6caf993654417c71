// What xp show tells of a run's network.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("xp show prints the plan, the network or the sources, and drops none of two") {
  const Place place;
  add_finished(*std::make_unique<Store>(place.home, Store::Access::write));
  const Output said = place.xp({"show", "run1", "--plan", "--net"});
  CHECK(said.code == 2);
  CHECK_THAT(said.err, Contains("--plan and --net"));
}

TEST_CASE("xp show --net lists the layers of the network that was trained, as text and as JSON") {
  const Place place;
  add_finished(*std::make_unique<Store>(place.home, Store::Access::write));
  const Output said = place.xp({"show", "run1", "--net"});
  CHECK(said.code == 0);
  CHECK_THAT(said.out, Contains("run1: small_cnn, input 1×32×32") && Contains("features.0.0") && Contains("head"));
  const nlohmann::json nets = nlohmann::json::parse(place.xp({"show", "run1", "--net", "--json"}).out);
  const auto& layers = nets.at(0).at("layers");
  std::int64_t parameters = 0;
  for (const auto& layer : layers) parameters += layer.at("parameters").get<std::int64_t>();
  CHECK(parameters == nets[0]["parameters"]);
  CHECK(parameters == (9 * 4 + 4) + (9 * 4 * 8 + 8) + (8 * 3 + 3));
}
