// What each callback does to a run, and what it refuses. See keras_callbacks_test.cpp for Keras' semantics in full.
#include <catch2/catch.hpp>

#include "tests/support/deeds.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Contains;
using test::callback;
using test::Deeds;
using test::deeds;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

int stops(const Settings& settings, const std::vector<double>& losses) {
  return deeds({"early_stopping", settings}, "val/loss", losses).stopped;
}

std::vector<int> reduces(const Settings& settings, const std::vector<double>& losses) {
  return deeds({"reduce_rate_on_plateau", settings}, "val/loss", losses).scaled;
}

using Epochs = std::vector<int>;

}  // namespace

TEST_CASE("a run stops after `patience` epochs without improvement") {
  CHECK(stops({{"patience", 2}}, {1.0, 0.5, 0.6, 0.7, 0.4}) == 4);
  CHECK(stops({{"patience", 2}}, {1.0, 0.5, 0.6, 0.4, 0.5, 0.5}) == 6);
  CHECK(stops({{"patience", 2}}, {1.0, 0.9, 0.8, 0.7}) == 0);
  CHECK(stops({{"patience", 2}}, {0.5, 0.5, 0.5}) == 3);  // equal is no improvement
  CHECK(stops({{"patience", 1}}, {0.5, 0.6}) == 2);
  CHECK(deeds({"early_stopping", {{"patience", 2}}}, "val/loss", {0.5, 0.6, 0.6}).why ==
        "val/loss has not improved for 2 epochs");
}

TEST_CASE("a patience of 0 stops at the first epoch that does not improve, never in the first epoch") {
  CHECK(stops({{"patience", 0}}, {0.5, 0.6}) == 2);
  CHECK(stops({{"patience", 0}}, {undefined, undefined, undefined}) == 2);
}

TEST_CASE("an improvement smaller than min_delta does not count, and is not remembered as the best") {
  CHECK(stops({{"patience", 2}, {"min_delta", 0.25}}, {1.0, 0.875, 0.75}) == 3);        // 0.25 is not more than 0.25
  CHECK(stops({{"patience", 2}, {"min_delta", 0.25}}, {1.0, 0.875, 0.625, 0.5}) == 0);  // measured from 1.0
}

TEST_CASE("a metric that is NaN never counts as an improvement") {
  CHECK(stops({{"patience", 2}}, {0.5, undefined, undefined}) == 3);
  CHECK(stops({{"patience", 3}}, {undefined, undefined, 0.5, 0.6, 0.6, 0.6}) == 6);
}

TEST_CASE("an accuracy is watched upwards") {
  const Choice choice("early_stopping", {{"monitor", "val/accuracy"}, {"patience", 2}});
  CHECK(deeds(choice, "val/accuracy", {0.5, 0.6, 0.7, 0.8}).stopped == 0);
  CHECK(deeds(choice, "val/accuracy", {0.8, 0.7, 0.6}).stopped == 3);
}

TEST_CASE("a callback that starts again has forgotten the last run") {
  const auto stopping = callback({"early_stopping", {{"patience", 1}}});
  for (int round = 0; round < 2; ++round) {
    Deeds done;
    stopping->train_begin();
    stopping->epoch_end({1, {{"val/loss", 0.5 + round}}}, done);
    stopping->epoch_end({2, {{"val/loss", 0.4 + round}}}, done);
    CHECK(done.stopped == 0);
  }
}

TEST_CASE("the rate is reduced after `patience` epochs without improvement, and again") {
  CHECK(reduces({{"patience", 2}}, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0}) == Epochs{3, 5});
  CHECK(reduces({{"patience", 2}}, {1.0, 0.9, 0.8, 0.7}).empty());
  CHECK(reduces({{"patience", 2}}, {1.0, 1.1, 0.9, 1.0, 1.0}) == Epochs{5});
  CHECK(reduces({{"patience", 1}}, {1.0, undefined, undefined}) == Epochs{2, 3});
}

TEST_CASE("the smallest improvement that keeps the rate is min_delta") {
  CHECK(reduces({{"patience", 1}}, {1.0, 0.99995}) == Epochs{2});
  CHECK(reduces({{"patience", 1}}, {1.0, 0.9998}).empty());
}

TEST_CASE("callbacks name what they watch, so that a typo is found before the run") {
  const Choice choice("early_stopping", {{"monitor", "val/acuracy"}});
  CHECK(callback(choice)->watches() == std::vector<std::string>{"val/acuracy"});
}

TEST_CASE("with a baseline, the reason says so until it is beaten") {
  const Choice choice("early_stopping", {{"patience", 2}, {"baseline", 0.25}});
  CHECK(deeds(choice, "val/loss", {0.5, 0.6}).why ==
        "val/loss has not been better than its baseline, 0.25, for 2 epochs");
  CHECK(deeds(choice, "val/loss", {0.1, 0.6, 0.6}).why == "val/loss has not improved for 2 epochs");
}

TEST_CASE("a baseline that no epoch can beat is refused before anything runs") {
  const auto refused = [](const Settings& settings) {
    Settings all{{"callback", "early_stopping"}};
    for (const Setting& s : settings) all.push_back({"callback." + s.name, s.value});
    return test::tiny_plan(all);
  };
  CHECK_THROWS_WITH(refused({{"baseline", "low"}}), Contains("early_stopping.baseline = low is no number"));
  CHECK_THROWS_WITH(refused({{"baseline", "nan"}}), Contains("baseline = nan is no number"));
  CHECK_THROWS_WITH(refused({{"baseline", "inf"}}), Contains("no number"));
  CHECK_THROWS_WITH(refused({{"baseline", 0}}), Contains("no val/loss is better than that"));
  CHECK_THROWS_WITH(refused({{"baseline", 1}, {"monitor", "val/accuracy"}}), Contains("no val/accuracy is better"));
  CHECK_THROWS_WITH(refused({{"baseline", 0.9}, {"monitor", "val/accuracy"}, {"min_delta", 0.2}}),
                    Contains("by more than min_delta"));
  CHECK_NOTHROW(refused({{"baseline", 0.9}, {"monitor", "val/accuracy"}}));
}

TEST_CASE("an early stopping without its later settings has the identity that it had before they came") {
  const Plan plan = test::tiny_plan({{"callback", "early_stopping"}});
  Plan before = plan;
  std::erase_if(before.plugins[Kind::callback][0].settings,
                [](const Setting& s) { return s.name == "baseline" || s.name == "start_from_epoch"; });
  CHECK(before.plugins != plan.plugins);
  CHECK(identity_hash(before) == identity_hash(plan));
}

TEST_CASE("a run stops on what is no finite number, whichever metric it is") {
  const double infinite = std::numeric_limits<double>::infinity();
  const Choice two("stop_on_nan", {{"monitor", "train/loss, val/accuracy"}});
  CHECK(deeds(two, "val/accuracy", {0.5, undefined, 0.5}).why == "val/accuracy became NaN in epoch 2");
  CHECK(deeds("stop_on_nan", "train/loss", {0.5, infinite}).stopped == 2);
  CHECK(deeds("stop_on_nan", "val/loss", {undefined}).stopped == 0);
  CHECK(callback(two)->watches() == std::vector<std::string>{"train/loss", "val/accuracy"});
  CHECK_THROWS_WITH(callback({"stop_on_nan", {{"monitor", " ,"}}})->watches(), Contains("names no metric"));
  CHECK_THROWS_WITH(test::tiny_plan({{"callback", "stop_on_nan"}, {"callback.monitor", "train/loss,val/los"}}),
                    Contains("there is no metric \"val/los\""));
}

namespace {
/// Epochs that take so many seconds each.
Deeds timed(double minutes, const std::vector<double>& seconds) {
  const auto budget = callback({"time_budget", {{"minutes", minutes}}});
  Deeds done;
  budget->train_begin();
  for (const double s : seconds) {
    done.now += s, ++done.epoch;
    budget->epoch_end({done.epoch, {}}, done);
    if (done.stopped) break;
  }
  return done;
}
}  // namespace

TEST_CASE("a run stops before the epoch that would end beyond its time") {
  CHECK(timed(1, {20, 20, 20, 20}).stopped == 3);
  CHECK(timed(1, {25, 25, 25}).stopped == 2);
  CHECK(timed(1, {25, 25, 25}).why == "10 s are left of 1 minute, and the last epoch took 25 s");
  CHECK(timed(1, {30, 10, 10, 10, 10}).stopped == 4);  // as long as the last, not as the longest
  CHECK(timed(1, {90, 1}).stopped == 1);
  CHECK(timed(1, {90, 1}).why == "the time of 1 minute is used up");
  CHECK(timed(10, {20, 20, 20}).stopped == 0);
}

TEST_CASE("heat maps are kept every few epochs") {
  const Choice choice("saliency_snapshots", {{"every", 2}, {"images", 3}});
  CHECK(deeds(choice, "val/loss", {1, 1, 1, 1, 1}).all ==
        std::vector<std::string>{"epoch 2: heat maps of 3", "epoch 4: heat maps of 3"});
}

TEST_CASE("the table of metrics holds each epoch once, also of a metric that comes late") {
  const test::TemporaryFolder folder("csv_log");
  const std::string path = folder / "log.csv";
  const Choice choice("csv_log", {{"path", path}, {"separator", ";"}});
  auto log = callback(choice);
  Deeds run;
  log->train_begin();
  log->epoch_end({1, {{"val/loss", 0.125}, {"train/loss", undefined}}}, run);
  CHECK(read_file(path) == "epoch;train/loss;val/loss\n1;nan;0.125\n");
  const Settings state = log->state();
  log->epoch_end({2, {{"val/loss", 0.5}}}, run);  // lost, and learned again after the run was resumed
  log = callback(choice);
  log->train_begin();
  CHECK(read_file(path).find("2;") != std::string::npos);
  log->restore(state);
  log->epoch_end({2, {{"val/loss", 1.0 / 3}, {"val/accuracy", 1}}}, run);
  const std::string whole = "epoch;train/loss;val/accuracy;val/loss\n1;nan;NA;0.125\n2;NA;1;0.3333333333333333\n";
  CHECK(read_file(path) == whole);
  CHECK(run.history == whole);
}

TEST_CASE("a table that cannot be written is refused before training; one whose folder goes away does not end it") {
  const test::TemporaryFolder folder("csv_log");
  const auto planned = [](const std::string& path) {
    return test::tiny_plan({{"callback", "csv_log"}, {"callback.path", path}});
  };
  CHECK_THROWS_WITH(planned(folder / "nowhere/log.csv"), Contains("csv_log cannot write") && Contains("no folder"));
  CHECK_THROWS_WITH(planned(folder.path.string()), Contains("it is a folder"));
  CHECK(identity_hash(planned(folder / "a.csv")) == identity_hash(planned(folder / "b.csv")));
  CHECK(identity_hash(planned(folder / "a.csv")) == identity_hash(planned("")));

  std::filesystem::create_directories(folder / "there");
  const auto log = callback({"csv_log", {{"path", folder / "there/log.csv"}}});
  Deeds run;
  log->train_begin();
  std::filesystem::remove_all(folder / "there");
  CHECK_NOTHROW(log->epoch_end({1, {{"val/loss", 1}}}, run));
  CHECK(run.history == "epoch,val/loss\n1,1\n");
  std::filesystem::create_directories(folder / "there");
  log->epoch_end({2, {{"val/loss", 1}}}, run);
  CHECK(read_file(folder / "there/log.csv") == "epoch,val/loss\n1,1\n2,1\n");
  CHECK_THROWS_WITH(callback({"csv_log", {{"path", folder / "nowhere/log.csv"}}})->train_begin(),
                    Contains("no folder"));
}
