// Runs that are parts of another: how they are named, hidden and brought back.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "framework/store/names.h"
#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using Catch::Matchers::Contains;
using Ids = std::vector<std::int64_t>;

namespace {

/// run1 alone; run2 a parent of run3 and run4, with run5 as a control.
struct House {
  test::TemporaryFolder home{"children"};
  Store store{home.path, Store::Access::write};
  House() { add(0, ""), add(0, ""), add(2, "fold 10"), add(2, "fold 2"), add(2, "control majority, fold 2"); }
  std::int64_t add(std::int64_t parent, const std::string& role, Status status = Status::finished) {
    NewRun run;
    run.experiment = "children", run.name = "same", run.parent = parent, run.role = role;
    run.plan = to_json(test::tiny_plan());
    const std::int64_t id = store.add(run);
    store.start(id, this_process());
    if (status != Status::running) store.end(id, status, "");
    return id;
  }
  Ids visible() const {
    Ids out;
    for (const RunRow& run : store.runs()) out.push_back(run.id);
    return out;
  }
};

}  // namespace

TEST_CASE("children are ordered as people count, controls last") {
  const House house;
  const std::vector<Child> children = house.store.children(2);
  REQUIRE(children.size() == 3);
  CHECK(children[0].role == "fold 2");
  CHECK(children[1].role == "fold 10");
  CHECK(children[2].run == 5);
}

TEST_CASE("of a child the chosen epoch's scores are known, and how far training came") {
  House house;
  const std::int64_t control = house.add(1, "control shuffled-labels", Status::running);
  for (int e = 1; e <= 3; ++e)
    house.store.epoch(control, e, {{"train/accuracy", 0.3 * e}, {"train/loss", 1.0}, {"val/accuracy", 0.1 * e}}, {},
                      {});
  house.store.chosen(control, 1);
  const auto scores = house.store.children(1).at(0).scores;
  CHECK(scores == std::map<std::string, double>{{"train/accuracy", 0.3 * 3}, {"val/accuracy", 0.1}});
}

TEST_CASE("last, a range and a given name mean runs that are parts of no other") {
  const House house;
  CHECK(run_named(house.store, "last") == 2);
  CHECK(runs_named(house.store, {"run1..run5"}) == Ids{1, 2, 3, 4, 5});  // an end of it is a part
  CHECK(runs_named(house.store, {"run1..run2"}) == Ids{1, 2});
  CHECK(runs_named(house.store, {"same"}) == Ids{1, 2});
  CHECK_THROWS_WITH(runs_named(house.store, {"sweep7"}), Catch::Contains("sweep7"));
  House more;
  more.add(0, "");
  CHECK(runs_named(more.store, {"run1..run6"}) == Ids{1, 2, 6});
}

TEST_CASE("a parent is deleted and restored with its folds and controls") {
  House house;
  house.store.remove(2);
  CHECK(house.visible() == Ids{1});
  CHECK(house.store.children(2).size() == 3);
  CHECK_THROWS_WITH(house.store.restore(3), "run3 is fold 10 of run2, which is deleted");
  house.store.restore(2);
  CHECK(house.visible() == Ids{1, 2, 3, 4, 5});
  house.store.remove(2);
  CHECK(house.store.collect().runs == 4);
}

TEST_CASE("a fold alone cannot be deleted, a control can, and stays so when its parent comes back") {
  House house;
  CHECK_THROWS_WITH(house.store.remove(4), "run4 is fold 2 of run2, which is nothing without it");
  house.store.remove(5);
  CHECK(house.store.children(2).size() == 2);
  std::this_thread::sleep_for(std::chrono::milliseconds(2));  // another command, at another time
  house.store.remove(2);
  house.store.restore(2);
  CHECK(house.visible() == Ids{1, 2, 3, 4});
}

TEST_CASE("a parent of which a part runs is not deleted, and stopping it stops that part") {
  House house;
  const std::int64_t running = house.add(2, "fold 3", Status::running);
  CHECK_THROWS_WITH(house.store.remove(2), "run6, fold 3 of run2, is running");
  house.store.start(2, this_process());
  house.store.request_stop(2);
  CHECK(house.store.stop_requested(running));
}
