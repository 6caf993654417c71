// Runs as JSON that somebody may have edited on the way.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/run/exports/export.h"
#include "framework/run/imports/foreign.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

namespace {

/// Two homes, and a run that left one of them as JSON.
struct Homes : Place {
  Store here{(home / "here").string(), Store::Access::write};
  Store there{(home / "there").string(), Store::Access::write};
  const std::string file = (home / "one.json").string();
  Homes() { export_json(here, {add_finished(here)}, file); }
};

}  // namespace

TEST_CASE("JSON that somebody edited is refused; laid out otherwise it says the same") {
  Homes homes;
  const Json written = Json::parse(content(homes.file));
  Json edited = written;
  edited["runs"][0]["note"] = "better than it was";
  write(homes.file, edited.dump());
  CHECK_THROWS_WITH(import_json(homes.there, homes.file), Contains("one.json is not as it was written"));
  CHECK(homes.there.runs().empty());
  write(homes.file, written.dump(2));
  CHECK(import_json(homes.there, homes.file).remarks.empty());
}

TEST_CASE("JSON of an older xp names no hash: it comes in, and is said to be unproven") {
  Homes homes;
  Json older = Json::parse(content(homes.file));
  older.erase("sha256");
  write(homes.file, older.dump());
  CHECK_THAT(import_json(homes.there, homes.file).remarks.back(), Contains("names no SHA-256"));
  CHECK(homes.there.runs().size() == 1);
}
