// What lists ask of all runs, and of some.
#include <catch2/catch.hpp>

#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;

namespace {
struct House : TemporaryFolder {
  House() : TemporaryFolder("lists") {
    for (int i = 1; i <= 4; ++i) add_finished(store, i);
  }
  Store store{path, Store::Access::write};
};
}  // namespace

TEST_CASE("metrics are read at the kept epoch or the last, settings with their types, of all runs or of some") {
  House house;
  Store& store = house.store;
  store.epoch(2, 4, {{"val/accuracy", 0.75}}, {}, {});
  CHECK(store.at_chosen("val/accuracy").at(2) == 0.5);
  CHECK(store.at_last("val/accuracy", {2}).at(2) == 0.75);
  CHECK(store.at_last("val/accuracy", {1, 3}).at(1) == 0.5);
  CHECK(store.at_chosen("val/accuracy", {3, 4}).size() == 2);
  CHECK(store.setting("seed.init").at(3) == Value(3));
  CHECK(store.at_chosen("no/such").empty());
  CHECK(store.setting("no.such").empty());
  for (const Setting& s : store.record(1).settings) CHECK(store.setting(s.name).at(1) == s.value);
}

TEST_CASE("names that any run has are told in order, each once") {
  House house;
  const auto metrics = house.store.metric_names(), settings = house.store.setting_names();
  CHECK(std::is_sorted(metrics.begin(), metrics.end()));
  CHECK(std::count(metrics.begin(), metrics.end(), "val/loss") == 1);
  CHECK(std::is_sorted(settings.begin(), settings.end()));
  for (const Setting& s : house.store.record(1).settings)
    CHECK(std::count(settings.begin(), settings.end(), s.name) == 1);
  CHECK(Store(TemporaryFolder("empty") / "home", Store::Access::write).setting_names().empty());
}

TEST_CASE("runs are counted with their parts or without, hidden ones apart") {
  House house;
  Store& store = house.store;
  using Ids = std::vector<std::int64_t>;
  NewRun part;
  part.plan = "{}", part.parent = 3, part.role = "fold 1";
  CHECK(store.add(part) == 5);
  store.remove(4);
  CHECK(store.ids(false, false) == Ids{1, 2, 3});
  CHECK(store.ids(false, true) == Ids{1, 2, 3, 5});
  CHECK(store.ids(true, true) == Ids{4});
  CHECK(store.with_parts({3, 1}, false) == Ids{1, 3, 5});
  CHECK(store.with_parts({4}, false).empty());
  CHECK(store.runs(Ids{5, 2}).size() == 2);
  CHECK(store.runs(Ids{5, 2}).back().id == 5);
  Ids many(2000, 2);
  many.push_back(5);
  CHECK(store.runs(many).size() == 2);  // of a stretch no others
}
