#include "framework/run/own_plugins.h"

#include <catch2/catch.hpp>

#include "framework/base/hash.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Of an experiment with a header, and a layer beside it that the plan does not name.
Record recorded() {
  Record r;
  r.run.id = 4;
  r.plan = to_json(test::tiny_plan());
  for (const char* path : {"/theirs/a.cpp", "/theirs/a.h", "/theirs/layer.cpp"})
    r.sources.push_back({path, sha256(path), path});
  return r;
}

/// Its plan names a transform that xp does not have.
Record with_own_plugin() {
  Record r = recorded();
  r.plan.replace(r.plan.find("\"normalise\""), 11, "\"nobodys\"");
  return r;
}

}  // namespace

TEST_CASE("a plan of xp's own plugins needs none of the stored sources, wherever it was recorded") {
  Record r = recorded();
  CHECK(needed_sources(r).empty());
  r.run.origin = "run9 of theirs.xprun";
  CHECK(foreign_code(r).empty());
  CHECK_NOTHROW(load_own_plugins(r));
}

TEST_CASE("somebody else's plugins are named with path, size and hash, and not compiled") {
  Record r = with_own_plugin();
  CHECK(foreign_code(r).empty());
  r.run.origin = "run9 of theirs.xprun";
  CHECK_THAT(foreign_code(r), Contains("/theirs/a.h  11 B  SHA-256 " + sha256("/theirs/a.h")));
  CHECK_THROWS_WITH(load_own_plugins(r), Contains("run4 was recorded elsewhere (run9 of theirs.xprun)") &&
                                             Contains("/theirs/a.cpp") && Contains("/theirs/a.h"));
}

TEST_CASE("somebody else's custom layers count as their code, also where the file alone is named") {
  Record r = recorded();
  r.run.origin = "run9 of theirs.xprun";
  Plan plan = plan_from_json(r.plan);
  plan.layers = {{"/theirs/layer.cpp", r.sources[2].sha256}};
  r.plan = to_json(plan);
  REQUIRE(needed_sources(r).size() == 1);
  CHECK_THROWS_WITH(load_own_plugins(r), Contains("/theirs/layer.cpp") && !Contains("a.cpp"));
  r.sources.clear();
  CHECK_THROWS_WITH(load_own_plugins(r), Contains("/theirs/layer.cpp  as it lies there"));
}

TEST_CASE("a source that is not what was recorded is never compiled") {
  Record r = with_own_plugin();
  r.sources[1].text += " ";
  for (const Trust trust : {Trust::own, Trust::anyone})
    CHECK_THROWS_WITH(load_own_plugins(r, trust), Contains("the text of /theirs/a.h that run4 keeps is not the one"));
}
