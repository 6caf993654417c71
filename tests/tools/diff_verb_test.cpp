// xp diff: what two stored runs do not have in common, and how it ends.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/store/db.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// run1 and run2 are of one plan; run3's weights were drawn from another seed.
struct Three : Place {
  Three() {
    xp::Store store(home, xp::Store::Access::write);
    add_finished(store, 1), add_finished(store, 1), add_finished(store, 3);
  }
};

}  // namespace

TEST_CASE("xp diff ends with 0 where nothing differs, and with 3 where something does") {
  const Three place;
  const Output same = place.xp({"diff", "run1", "run2"});
  INFO(same.err);
  CHECK(same.code == 0);
  CHECK_THAT(same.out, StartsWith("no differences: run1 and run2"));
  CHECK(place.xp({"diff", "run3", "run3"}).code == 0);
  const Output other = place.xp({"diff", "run1", "run3"});
  CHECK(other.code == 3);
  CHECK_THAT(other.out, Contains("plan: ") && Contains("seed.init") && Contains("run3") &&
                            Contains("sources: no differences") && Contains("environment: no differences"));
  const auto json = nlohmann::json::parse(place.xp({"diff", "run1", "run3", "--json"}).out);
  CHECK(json["differs"] == true);
  CHECK(json["plan"][0]["name"] == "seed.init");
  CHECK(json["plan"][0]["was"] == 1);
}

TEST_CASE("xp diff ends with 0 where what differs is known not to matter, and tells it") {
  const Three place;
  xp::Db((place.home / "xp.db").string(), true)
      .run("INSERT INTO environment (run, place, name, value) VALUES (2, 9, 'directory', '/elsewhere')");
  const Output harmless = place.xp({"diff", "run1", "run2"});
  INFO(harmless.out << harmless.err);
  CHECK(harmless.code == 0);
  CHECK_THAT(harmless.out, Contains("directory") && Contains("does not matter"));
  xp::Db((place.home / "xp.db").string(), true)
      .run("UPDATE environment SET value = 3 WHERE run = 2 AND name = 'threads'");
  CHECK(place.xp({"diff", "run1", "run2"}).code == 3);
}

TEST_CASE("of what only one of two runs recorded xp diff says that it is unknown, as a verification does") {
  const Three place;
  xp::Db((place.home / "xp.db").string(), true)
      .run("INSERT INTO environment (run, place, name, value) VALUES (2, 9, 'libtorch', '1.13')");
  const Output found = place.xp({"diff", "run1", "run2", "--json"});
  CHECK(nlohmann::json::parse(found.out)["environment"][0]["known"] == "unknown: only one of the two runs recorded it");
  CHECK(found.code == 3);
}

TEST_CASE("xp diff takes two runs, which are there") {
  const Three place;
  for (const Words& words : {Words{"diff", "run1"}, {"diff", "run1..run3"}}) {
    const Output refused = place.xp(words);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains("a difference is one of two runs"));
  }
  CHECK(place.xp({"diff", "run1", "run9"}).code == 2);
  CHECK(place.xp({"diff", "run2..run3"}).code == 3);
}
