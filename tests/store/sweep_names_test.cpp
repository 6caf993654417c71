// How people name sweeps.
#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/store/names.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

struct House {
  test::TemporaryFolder home{"sweep_names"};
  Store store{home.path, Store::Access::write};
  std::int64_t first = add("als", "night"), second = add("als", ""), third = add("rates", "night");

  std::int64_t add(const std::string& experiment, const std::string& name) {
    return store.add_sweep({experiment, "which?", name, "hash of " + name, "{}"});
  }
};

std::string hint_for(const Store& store, const std::string& name) {
  try {
    sweep_named(store, name);
  } catch (const Error& e) {
    return e.hint();
  }
  return "";
}

}  // namespace

TEST_CASE("a sweep is meant by its number, its name, its experiment and last; of several the last") {
  const House h;
  CHECK(sweep_named(h.store, "sweep1").id == h.first);
  CHECK(sweep_named(h.store, "2").id == h.second);
  CHECK(sweep_named(h.store, "night").id == h.third);
  CHECK(sweep_named(h.store, "als").id == h.second);
  CHECK(sweep_named(h.store, "last").id == h.third);
  CHECK_THROWS_WITH(sweep_named(h.store, "nihgt"), Contains("there is no sweep \"nihgt\""));
  CHECK_THAT(hint_for(h.store, "nihgt"), Contains("night"));
  CHECK_THROWS_WITH(sweep_named(h.store, "sweep9"), Contains("there is no sweep9"));
}

TEST_CASE("among words for runs only sweep3 and a given name mean a sweep") {
  const House h;
  CHECK(sweep_if_named(h.store, "sweep2")->id == h.second);
  CHECK(sweep_if_named(h.store, "night")->id == h.third);
  for (const char* word : {"2", "last", "als", "run2", "sweep", "sweeping", ""}) {
    INFO(word);
    CHECK_FALSE(sweep_if_named(h.store, word));
  }
  CHECK_THROWS_WITH(sweep_if_named(h.store, "sweep9"), Contains("there is no sweep9"));
}
