// Backing up from the command line.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("xp backup makes a home of its own, once") {
  Place place;
  {
    Store store(place.home, Store::Access::write);
    store.artifact(add_finished(store), "weights.safetensors", "content");
  }
  const std::string to = place.root / "copy";
  const Output made = place.xp({"backup", to});
  CHECK(made.code == 0);
  CHECK(made.out.starts_with(to + ": 1 run and 1 artifact, "));
  CHECK_THAT(made.err, Contains("XP_HOME=" + to));
  const Output again = place.xp({"backup", to});
  CHECK(again.code == 2);
  CHECK_THAT(again.err, Contains("holds records already") && Contains("a new folder"));
  CHECK_THAT(place.xp({"backup", ""}).err, Contains("the folder of the backup has no name"));
  const nlohmann::json json = nlohmann::json::parse(place.xp({"backup", "second", "--json"}).out);
  CHECK(json.at("folder") == (place.root / "second").string());
  CHECK(json.at("runs") == 1);
  place.variables["XP_HOME"] = to;
  CHECK_THAT(place.xp({"show", "run1"}).out, Contains("run1"));
  CHECK(place.xp({"doctor"}).code == 0);
}

TEST_CASE("where nothing is recorded there is nothing to back up") {
  const Place place;
  const Output said = place.xp({"backup", "copy"});
  CHECK(said.code == 2);
  CHECK_THAT(said.err, Contains("there are no runs yet"));
  CHECK_FALSE(fs::exists(place.root / "copy"));
}
