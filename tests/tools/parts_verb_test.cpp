// How the verbs meet runs of folds, and their parts.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/plan/folds.h"
#include "framework/plan/search.h"
#include "framework/run/parents.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"
#include "tests/support/program.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace {

/// run1 with run2, run3 as its folds and run4 as a control of the first.
struct House {
  const Place place;
  House() {
    Store store(place.home, Store::Access::write);
    FakeEngine engine;
    Progress silent;
    const Plan plan = tiny_plan({{"split", "k_fold"}, {"split.k", 2}});
    Circumstances c;
    c.parent = open_parent(plan, {}, store);
    for (const Fold& fold : folds(plan)) c.role = fold.role, run(fold.plan, c, engine, store, silent);
    c.role = "control shuffled-labels, fold 1";
    run(folds(plan)[0].plan, c, engine, store, silent);
    conclude_parent(c.parent, store);
  }
};

}  // namespace

TEST_CASE("xp list shows a run of folds as one line, and its parts where it is named") {
  const House house;
  CHECK(house.place.xp({"list", "--names"}).out == "run1\n");
  CHECK(house.place.xp({"list", "run1", "--names"}).out == "run1\nrun2\nrun3\nrun4\n");
  CHECK(house.place.xp({"list", "--all", "--names"}).out == "run1\nrun2\nrun3\nrun4\n");
  CHECK_THAT(house.place.xp({"list"}).out, Contains("2 × 3") && Contains("±"));
  const auto json = nlohmann::json::parse(house.place.xp({"list", "run1", "--json"}).out);
  CHECK(json.at(0).at("folds") == 2);
  CHECK(json.at(0).at("test/accuracy_sd").is_number());
  CHECK(json.at(2).at("role") == "fold 2");
  CHECK(json.at(2).at("parent") == "run1");
}

TEST_CASE("xp show, report and compare take a run of folds") {
  const House house;
  CHECK_THAT(house.place.xp({"show", "last"}).out,
             Contains("Over 2 folds the test accuracy is") && Contains("Beside it, on the same parts"));
  CHECK_THAT(house.place.xp({"show", "run3"}).out, Contains("fold 2 of run1"));
  CHECK(house.place.xp({"report", "run1"}).code == 0);
  const Output compared = house.place.xp({"compare", "run1", "run2"});
  CHECK(compared.code == 2);
  CHECK_THAT(compared.err, Contains("their test sets differ: 12 only in run1") && Contains("--force"));
  CHECK_THAT(house.place.xp({"compare", "run1", "run2", "--force"}).out, Contains("Forced, on the "));
}

TEST_CASE("a run of folds is rerun fold by fold, and deleted as a whole") {
  const House house;
  const Output rerun = house.place.xp({"rerun", "run1"});
  CHECK(rerun.code == 2);
  CHECK_THAT(rerun.err, Contains("run1 stands for 2 folds") && Contains("xp list run1"));
  const Output one = house.place.xp({"delete", "run2"});
  CHECK(one.code == 2);
  CHECK_THAT(one.err, Contains("fold 1 of run1") && Contains("xp delete run1"));
  CHECK(house.place.xp({"delete", "run1"}).code == 0);
  CHECK(house.place.xp({"list", "--all", "--names"}).out.empty());
  CHECK(house.place.xp({"restore", "run1"}).code == 0);
  CHECK(house.place.xp({"list", "run1", "--names"}).out == "run1\nrun2\nrun3\nrun4\n");
}

TEST_CASE("a deleted run of folds is deleted in its sweep, stays so when removed for good, and can be run again") {
  const Place place;
  Store store(place.home, Store::Access::write);
  FakeEngine engine;
  Progress silent;
  const Plan plan = tiny_plan({{"split", "k_fold"}, {"split.k", 2}});
  const std::int64_t sweep = store.add_sweep({"tiny", "", "", "hash", to_json(Search{})});
  Circumstances c;
  c.sweep = sweep;
  const std::int64_t parent = c.parent = open_parent(plan, c, store);
  std::vector<Trial> trials;
  for (const Fold& fold : folds(plan)) {
    trials.push_back({++c.place, to_json(fold.plan), identity_hash(fold.plan), parent, 0, fold.role});
    c.role = fold.role;
    run(fold.plan, c, engine, store, silent);
  }
  store.add_trials(sweep, trials);
  conclude_parent(parent, store);
  store.end_sweep(sweep, Status::finished, "");
  CHECK_THAT(place.xp({"sweep", "show"}).out, Contains("1 trial: 1 finished") && Contains("Best by"));
  REQUIRE(place.xp({"delete", run_name(parent)}).code == 0);
  for (const bool for_good : {false, true}) {
    if (for_good) REQUIRE(place.xp({"gc"}).code == 0);
    CHECK_THAT(place.xp({"sweep", "show"}).out, Contains("1 trial: 0 finished, 1 deleted") && !Contains("Best by"));
  }
  reopen_parents(sweep, {}, store);
  const std::int64_t again = store.trials(sweep).at(0).parent;
  CHECK(again != parent);
  CHECK(store.trials(sweep).at(1).parent == again);
  CHECK(identity_hash(plan_from_json(store.record(again).plan)) == identity_hash(plan));
  CHECK(store.run(again).sweep == sweep);
  reopen_parents(sweep, {}, store);
  CHECK(store.trials(sweep).at(0).parent == again);
  CHECK(store.collect().runs == 1);
}

TEST_CASE("xp plan says how many folds it counts") {
  const Place place;
  const std::string file = Place::experiment("folded", R"(XP_EXPERIMENT(e) {
    e.dataset({"spine_phantom", {{"images", 60}, {"height", 64}}}).split({"k_fold", {{"k", 4}}})
        .transforms({{"resize", {{"size", 32}}}}).model({"small_cnn"});
  })");
  const Output said = place.xp({"plan", file});
  CHECK(said.code == 0);
  CHECK_THAT(said.out, Contains(", 4 folds"));
  const auto json = nlohmann::json::parse(place.xp({"plan", file, "--json"}).out);
  CHECK_THAT(json.dump(), Contains("\"folds\":4"));
  CHECK_THAT(place.xp({"plan", file, "--set", "split.k=30"}).err, Contains("too few for 30 folds"));
}
