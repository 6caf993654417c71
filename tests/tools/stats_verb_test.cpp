// What xp stats counts.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("xp stats counts what is recorded, as a table and as JSON") {
  const Place place;
  {
    Store store(place.home, Store::Access::write);
    add_finished(store, 1), add_finished(store, 2);
    store.artifact(1, "weights.safetensors", std::string(2048, 'w'));
    store.remove(2);
  }
  const Output said = place.xp({"stats"});
  CHECK(said.code == 0);
  CHECK_THAT(said.out, Contains(place.home.string()) && Contains("values of epochs") && Contains("2.0 KiB"));
  CHECK_THAT(said.out, !Contains("about"));
  const nlohmann::json json = nlohmann::json::parse(place.xp({"stats", "--json"}).out);
  CHECK(json.at("runs") == 1);
  CHECK(json.at("deleted") == 1);
  CHECK(json.at("step_values") == 6);
  CHECK(json.at("artifact_bytes") == 2048);
  CHECK(json.at("epoch_values") == 2 * (3 * 5 + 2));
}
