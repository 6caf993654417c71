// What the audit says where there is nothing to say.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/tiny.h"

using namespace xp;
using test::Place;

TEST_CASE("20 clean phantoms have nothing that tells their class") {
  const Place place;
  const std::string file = Place::experiment("phantom_for_audit", R"(XP_EXPERIMENT(e) {
    e.dataset({"spine_phantom", {{"images", 200}, {"height", 96}}}).transforms({{"resize", {{"size", 32}}}})
        .model({"small_cnn"}).sweep("dataset.seed", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20});
  })");
  const test::Output audit = place.xp({"data", "audit", file, "--json"});
  CAPTURE(audit.err);
  REQUIRE(audit.code == 0);
  const auto all = nlohmann::json::parse(audit.out);
  CHECK(all.size() == 20);
  for (const auto& one : all)
    for (const auto& finding : one.at("findings")) {
      INFO(finding.dump());
      CHECK(finding.at("name").get<std::string>().rfind("shortcut", 0) != 0);
    }
}
