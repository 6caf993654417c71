// What a page and a card say of a stored plan: its network, and which settings are no defaults.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("a run's page has the network that xp show --net measures, and marks what is no default") {
  const Place place;
  const std::string file = (place.home / "page.html").string();
  add_finished(*std::make_unique<Store>(place.home, Store::Access::write));
  const auto net = nlohmann::json::parse(place.xp({"show", "run1", "--net", "--json"}).out).at(0);
  REQUIRE(place.xp({"report", "run1", "-o", file}).code == 0);
  const std::string page = content(file);
  CHECK_THAT(page, Contains("small_cnn on images of 1×32×32") &&
                       Contains(grouped(net.at("parameters").get<std::int64_t>()) + " trainable parameters") &&
                       Contains("features.0.0"));
  CHECK_THAT(page, Contains("filters 4,8 (") && Contains("epochs 3 (30)") && Contains("set here (default)"));
}

TEST_CASE("of a network that only its own experiment can make, the page says where to see it") {
  const Place place;
  const std::string file = (place.home / "page.html").string();
  {
    Store store(place.home, Store::Access::write);
    NewRun run;
    run.experiment = "own";
    run.plan = to_json(phantom_plan()), run.settings = flattened(phantom_plan());
    const std::size_t at = run.plan.find("\"small_cnn\"");
    REQUIRE(at != std::string::npos);
    run.plan.replace(at, 11, "\"my_own_cnn\"");
    store.add(run);
  }
  const Output said = place.xp({"report", "run1", "-o", file});
  INFO(said.err);
  REQUIRE(said.code == 0);
  CHECK_THAT(content(file), Contains("model my_own_cnn is the experiment&#39;s own: xp show run1 --net compiles it"));
}
