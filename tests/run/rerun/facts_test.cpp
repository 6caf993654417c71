#include "framework/run/rerun/facts.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/run/environment.h"
#include "framework/run/new_run.h"

using namespace xp;

TEST_CASE("of every fact that an environment records it is known whether it matters, and why") {
  Settings recorded = environment("xp run a.cpp");
  for (const Setting& s : facts_of({})) recorded.push_back(s);
  for (const char* name : {"commit", "uncommitted_changes"}) recorded.push_back({name, ""});
  CHECK(recorded.size() > 10);
  for (const Setting& s : recorded) {
    INFO(s.name);
    CHECK(fact_named(s.name).effect != Effect::unknown);
  }
}

TEST_CASE("a fact has one row, with a reason; of one without a row nothing is known") {
  std::set<std::string> names;
  for (const Fact& fact : all_facts()) {
    INFO(fact.name);
    CHECK(names.insert(fact.name).second);
    CHECK(std::string(fact.reason).size() > 5);
    CHECK(fact.effect != Effect::unknown);
  }
  CHECK(fact_named("threads").effect == Effect::matters);
  CHECK(fact_named("build").effect == Effect::matters);  // it holds the optimizers, of which engine_build knows nothing
  CHECK(fact_named("engine_build").effect == Effect::matters);
  CHECK(fact_named("memory").effect == Effect::harmless);
  CHECK(fact_named("LANG").effect == Effect::harmless);
  CHECK(fact_named("phase of the moon").effect == Effect::unknown);
}
