// Searches on the command line: what xp plan says of one, and what xp sweep shows of a stored one.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/plan/search.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

std::string searching(const std::string& name, const std::string& more) {
  std::string body = xp::test::tiny;
  body.insert(body.size() - 2, "  " + more + "\n");
  return Place::experiment(name, body);
}

const std::string by_rate = R"(e.sweep("optimizer.rate", log_uniform(1e-4, 1e-1)))";

/// Three finished runs of other seeds, and a trial that has not begun.
void add_sweep(Store& store) {
  const std::int64_t sweep = store.add_sweep({"stored", "Which seed?", "night", "hash", to_json(Search{})});
  std::vector<Trial> trials;
  for (int seed = 1; seed <= 4; ++seed) {
    const Plan plan = phantom_plan(seed);
    const std::int64_t run = seed < 4 ? add_finished(store, seed) : 0;
    trials.push_back({.place = seed, .plan = to_json(plan), .identity = identity_hash(plan), .run = run});
  }
  store.add_trials(sweep, trials);
  store.end_sweep(sweep, Status::killed, "Ctrl-C");
}
}  // namespace

TEST_CASE("a trial that successive halving left behind is not trained on by hand") {
  const Place place;
  {
    Store store(place.home.string(), Store::Access::write);
    const std::int64_t sweep = store.add_sweep({"stored", "", "", "hash", to_json(Search{})});
    const Plan plan = phantom_plan();
    store.add_trials(sweep, {{.place = 1, .plan = to_json(plan), .identity = identity_hash(plan)}});
    NewRun run;
    run.experiment = plan.experiment, run.plan = to_json(plan), run.epochs_planned = 3;
    run.sweep = sweep, run.place = 1;
    store.end(store.add(run), Status::finished, "stopped by successive halving after epoch 1 of 3", true);
  }
  const Output said = place.xp({"resume", "run1"});
  CHECK(said.code == 2);
  CHECK_THAT(said.err, Contains("trial 1 of sweep1") && Contains("xp resume sweep1 goes on"));
}

TEST_CASE("xp plan shows the draws of a random search, and --trials continues them") {
  const Place place;
  const std::string file = searching("drawn_rates", by_rate + ".search(random(3));");
  const Output three = place.xp({"plan", file, "--csv"}), five = place.xp({"plan", file, "--csv", "--trials", "5"});
  INFO(three.err << five.err);
  REQUIRE(three.code == 0);
  REQUIRE(five.code == 0);
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  CHECK(lines(three.out) == 4);
  CHECK(lines(five.out) == 6);
  CHECK(five.out.rfind(three.out, 0) == 0);
  CHECK_THAT(place.xp({"plan", file}).out, Contains("random, 3 trials, seed 1: 6 epochs in all."));
  const Output one = place.xp({"plan", file, "--only", "2"});
  CHECK_THAT(one.out, Contains("1 plan") && !Contains("epochs in all"));
}

TEST_CASE("xp plan says what successive halving will train") {
  const Place place;
  const std::string file =
      searching("halved_rates", by_rate + R"(.search(halving({.trials = 9})).train({{"epochs", 9}, {"batch", 8}});)");
  const Output said = place.xp({"plan", file});
  INFO(said.err);
  CHECK_THAT(said.out, Contains("successive halving, 9 trials") && Contains("judged after 1, 3, 9 epochs") &&
                           Contains("instead of 81"));
  const auto json = nlohmann::json::parse(place.xp({"plan", file, "--json"}).out);
  CHECK(json["epochs"].get<int>() < 81);
  CHECK(json["epochs"].get<int>() >= 9 + 3 * 2 + 6);
}

TEST_CASE("an axis that is drawn from wants a search") {
  const Place place;
  const Output said = place.xp({"plan", searching("unsearched", by_rate + ";")});
  CHECK(said.code == 2);
  CHECK_THAT(said.err, Contains("optimizer.rate is drawn from log_uniform(0.0001, 0.1)") && Contains("random(24)"));
  const Output grid = place.xp({"plan", tiny_file(), "--trials", "4"});
  CHECK(grid.code == 2);
  CHECK_THAT(grid.err, Contains("draws nothing"));
}

TEST_CASE("xp sweep list and show read what the store knows") {
  const Place place;
  CHECK_THAT(place.xp({"sweep", "list"}).err, Contains("no records") || Contains("there are no"));
  {
    Store store(place.home.string(), Store::Access::write);
    add_sweep(store);
  }
  CHECK_THAT(place.xp({"sweep", "list"}).out,
             Contains("sweep1  KILLED  stored           4  grid") && Contains("night"));
  const Output shown = place.xp({"sweep", "show", "--by", "val/accuracy"});
  INFO(shown.err);
  CHECK(shown.code == 0);
  CHECK_THAT(shown.out, Contains("sweep1 · KILLED · stored") && Contains("Best by val/accuracy: trial 1, run1") &&
                            Contains("test/accuracy of that choice: 75.0 %") &&
                            Contains("1 of 4 trials has not ended") && Contains("FINISHED, earlier") &&
                            Contains("flatters"));
  CHECK(place.xp({"sweep", "show", "night"}).out == place.xp({"sweep", "show", "1"}).out);
  const auto json = nlohmann::json::parse(place.xp({"sweep", "show", "sweep1", "--json"}).out);
  CHECK(json["by"] == "val/loss");
  CHECK(json["trials"].size() == 4);
  CHECK(json["best"]["test"]["score"] == "test/loss");
  CHECK(nlohmann::json::parse(place.xp({"sweep", "list", "--json"}).out)[0]["name"] == "night");
}

TEST_CASE("xp sweep show calls a deleted trial deleted, and chooses among the others") {
  const Place place;
  {
    Store store(place.home, Store::Access::write);
    add_sweep(store);
    store.end_sweep(1, Status::finished, "");
    store.remove(1);
  }
  const Output shown = place.xp({"sweep", "show", "sweep1", "--by", "val/accuracy"});
  INFO(shown.err);
  CHECK(shown.code == 0);
  CHECK_THAT(shown.out, Contains("4 trials: 2 finished, 2 deleted") && Contains("deleted") &&
                            Contains("Best by val/accuracy: trial 2, run2") && !Contains("SCHEDULED"));
  REQUIRE(place.xp({"gc"}).code == 0);
  CHECK_THAT(place.xp({"sweep", "show", "sweep1"}).out, Contains("4 trials: 2 finished, 2 deleted"));
}

TEST_CASE("xp sweep says what it cannot do") {
  const Place place;
  {
    Store store(place.home.string(), Store::Access::write);
    add_sweep(store);
  }
  const auto err = [&](const Words& words) { return place.xp(words).err; };
  CHECK_THAT(err({"sweep", "sow"}), Contains("did you mean \"show\"?  (xp sweep show sweep3)"));
  CHECK_THAT(err({"sweep", "show", "nigth"}), Contains("no sweep \"nigth\"") && Contains("did you mean \"night\"?"));
  CHECK_THAT(err({"sweep", "show", "sweep9"}), Contains("there is no sweep9"));
  CHECK_THAT(err({"sweep", "show", "--by", "test/accuracy"}), Contains("never by test/accuracy"));
  CHECK_THAT(err({"sweep", "show", "--by", "val/nix"}), Contains("val/macro_f1") && !Contains("test/"));
  CHECK_THAT(err({"trial"}), Contains("told nothing to do") && Contains("xp run begins trials"));
  CHECK_THAT(err({"sweep", "list", "night"}), Contains("takes no name"));
}
