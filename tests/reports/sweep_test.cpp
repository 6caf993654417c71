// What xp sweep shows: the choice is made on validation, and one test score is all that is seen of the test.
#include "reports/sweep.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "tests/support/approved.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

SweptTrial trial(int place, double rate, int seed, double score) {
  SweptTrial t;
  t.place = place, t.run = 100 + place, t.status = Status::finished;
  t.settings = {{"model", "small_cnn"}, {"optimizer.rate", rate}, {"seed.init", seed}, {"seed.order", seed}};
  t.score = score;
  t.epochs = t.epochs_planned = 20, t.seconds = 30;
  return t;
}

SweepResult known() {
  SweepResult page;
  page.name = "sweep3", page.experiment = "rates", page.title = "Which rate?";
  page.search = "grid", page.status = Status::finished;
  return page;
}

const Screen wide{1000, true, false};

/// Three rates, four seeds; the middle rate is best.
std::vector<SweptTrial> grid() {
  std::vector<SweptTrial> out;
  int place = 0;
  for (int seed = 1; seed <= 4; ++seed)
    for (const auto& [rate, score] : {std::pair{1e-4, 0.70}, {1e-3, 0.86}, {1e-2, 0.75}})
      out.push_back(trial(++place, rate, seed, score + 0.01 * seed));
  return out;
}

}  // namespace

TEST_CASE("the best of a sweep is that of the highest validation score, and its test score alone is shown") {
  SweepResult page = sweep_result(known(), grid(), "val/accuracy");
  REQUIRE(page.best);
  CHECK(page.best->place == 11);
  Record best = test::healthy(111);
  add_test(page, best);
  test::check_approved("sweep_show.txt", sweep_text(page, {100, true, false}));
  const auto json = nlohmann::json::parse(json_of(page));
  CHECK(json["best"]["run"] == "run111");
  CHECK(json["trials"].size() == 12);
  const std::string text = json_of(page);
  CHECK(text.find("\"test/") == text.rfind("\"test/"));
}

TEST_CASE("a loss is better when it is lower, and no sweep is judged by the test set") {
  CHECK(sweep_result(known(), grid(), "val/loss").best->place == 1);
  try {
    sweep_result(known(), grid(), "test/accuracy");
    FAIL("chose by the test set");
  } catch (const Error& e) {
    CHECK_THAT(e.what(), Contains("never by test/accuracy"));
    CHECK_THAT(e.hint(), Contains("val/accuracy"));
  }
  CHECK_THROWS_WITH(sweep_result(known(), grid(), "val/acuracy"), Contains("no metric"));
}

TEST_CASE("what failed, was stopped or still runs is not chosen, and is said") {
  auto trials = grid();
  trials[10].status = Status::failed;
  trials[7].status = Status::running;
  trials[4].paused = true, trials[4].epochs = 3;
  const SweepResult page = sweep_result(known(), trials, "val/accuracy");
  CHECK(page.best->place == 2);
  CHECK((page.finished == 9 && page.failed == 1 && page.open == 1 && page.paused == 1));
  const std::string text = sweep_text(page, wide);
  CHECK_THAT(text, Contains("1 of 12 trials failed") && Contains("1 of 12 trials has not ended") &&
                       Contains("1 stopped by halving") && Contains("has not been scored"));
  CHECK(page.trials.back().place == 11);
}

TEST_CASE("the best of several flatters itself, and the page says so") {
  const SweepResult page = sweep_result(known(), grid(), "val/accuracy");
  CHECK_THAT(page.caveats.at(0),
             Contains("best of 12") && Contains("flatters") && Contains("test score is the figure"));
  CHECK(sweep_result(known(), {trial(1, 1e-3, 1, 0.8)}, "val/accuracy").caveats.empty());
}

TEST_CASE("where trials were judged on other images none is chosen, and the mean over folds is named instead") {
  for (const std::string setting : {"split.fold", "split.seed", "dataset.images", "dataset"}) {
    auto trials = grid();
    for (SweptTrial& t : trials) set(t.settings, setting, t.place % 4 + 1);
    const SweepResult page = sweep_result(known(), trials, "val/accuracy");
    CHECK_FALSE(page.best);
    CHECK(page.apart == std::vector<std::string>{setting});
    const std::string text = sweep_text(page, wide);
    CHECK_THAT(text, Contains("Nothing is chosen: the trials differ in " + setting) && Contains("split.fold=0") &&
                         !Contains("Best by") && !Contains("figure to report") && !Contains("nothing to choose yet"));
    const auto json = nlohmann::json::parse(json_of(page));
    CHECK(json["best"].is_null());
    CHECK(json["judged_apart_by"][0] == setting);
  }
  auto same = grid();
  for (SweptTrial& t : same) set(t.settings, "split.fold", 2), set(t.settings, "transform.size", t.place % 4);
  CHECK(sweep_result(known(), same, "val/accuracy").best);
}

TEST_CASE("of a choice by the mean over folds neither score is said to be the one to report") {
  auto trials = grid();
  for (SweptTrial& t : trials) set(t.settings, "split.fold", 0), set(t.settings, "split.folds", 5);
  const SweepResult page = sweep_result(known(), trials, "val/accuracy");
  REQUIRE(page.best);
  CHECK_THAT(page.caveats.at(0), Contains("test images of other folds") && Contains("both scores flatter") &&
                                     Contains("within each fold") && !Contains("the figure to report"));
}

TEST_CASE("the test accuracy of a choice on tiles counts images") {
  SweepResult page = sweep_result(known(), grid(), "val/loss");
  Record best = test::tiled();
  best.run.id = page.best->run;
  best.metrics["test/loss"] = {{best.run.chosen_epoch, 0.5}};
  add_test(page, best);
  CHECK(page.test_accuracy.n == 8);
  CHECK_THAT(sweep_text(page, wide), Contains("test/loss of that choice on tiles: 0.5000; accuracy 75.0 %") &&
                                         Contains("of 8 images, each by the mean over its tiles"));
}

TEST_CASE("a lucky seed is told from a good setting") {
  const SweepResult page = sweep_result(known(), grid(), "val/accuracy");
  CHECK_THAT(page.caveats.at(1), Contains("4 trials with other seeds alone: 0.8850 ± 0.0129"));
}

TEST_CASE("importance takes seeds for repeats, and names together what varies together") {
  auto trials = grid();
  for (SweptTrial& t : trials)
    t.settings.push_back({"schedule.warmup", *find(t.settings, "optimizer.rate")->get<double>() * 10});
  const SweepResult page = sweep_result(known(), trials, "val/accuracy");
  REQUIRE(page.importance.method == Importance::Method::variance_shares);
  REQUIRE(page.importance.shares.size() == 1);
  CHECK(page.importance.shares[0].name == "optimizer.rate, schedule.warmup");
  CHECK(page.importance.shares[0].share > 0.9);
  CHECK_THAT(sweep_text(sweep_result(known(), {trial(1, 1e-3, 1, 0.8), trial(2, 1e-2, 1, 0.7)}, "val/accuracy")),
             Contains("too few trials to say"));
}

TEST_CASE("with halving, importance goes by the epochs that every trial had") {
  auto trials = grid();
  for (SweptTrial& t : trials) {
    t.early = 0.5 * t.score;
    if (t.place % 3 != 2) t.paused = true;
  }
  const SweepResult page = sweep_result(known(), trials, "val/accuracy", 1);
  CHECK(page.importance.trials == 12);
  CHECK_THAT(sweep_text(page, wide), Contains("scores after 1 epoch, which all trials had"));
}

TEST_CASE("a trial of folds is judged by their mean and tested by theirs") {
  SweepResult page = sweep_result(known(), grid(), "val/accuracy");
  Record parent;
  parent.run.id = 111;
  parent.settings = {{"split", "k_fold"}, {"split.folds", 3}};
  for (int fold = 1; fold <= 3; ++fold) {
    Child child;
    child.run = 200 + fold, child.role = "fold " + std::to_string(fold), child.status = Status::finished;
    child.chosen_epoch = 5, child.test_images = 40;
    child.scores = {{"test/accuracy", 0.8 + 0.02 * fold}};
    parent.children.push_back(child);
  }
  add_test(page, parent);
  CHECK_THAT(sweep_text(page, wide), Contains("test/accuracy of that choice: 0.8400 ± 0.0200 over 3 folds"));
}

TEST_CASE("a sweep without a result says that there is nothing to choose") {
  SweptTrial open;
  open.place = 1;
  const SweepResult page = sweep_result(known(), {open}, "val/accuracy");
  CHECK_FALSE(page.best);
  CHECK_THAT(sweep_text(page, wide), Contains("nothing to choose yet"));
  CHECK(nlohmann::json::parse(json_of(page))["best"].is_null());
}
