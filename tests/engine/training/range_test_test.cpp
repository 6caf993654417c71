// The learning-rate range test, as the engine runs it.
#include "framework/engine/training/range_test.h"

#include "framework/engine/training/trainer.h"  // torch before Catch2

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/scores/training/rate_curve.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {
const auto never = [] { return false; };

std::vector<RateTried> tried(const Settings& set, const RateRange& range) {
  at::set_num_threads(1);
  return rates_tried(test::tiny_plan(set), {1, "cpu"}, range, never);
}

struct Objectives : Recorder {
  std::vector<double> all;
  void prepared(const Prepared&) override {}
  void step(const StepReport& s) override { all.push_back(s.objective); }
  void epoch(const Epoch&, const Metrics&) override {}
  void scored(Part, int, const std::vector<Prediction>&) override {}
  void weights(int, const std::string&) override {}
  bool interrupted() override { return false; }
};
}  // namespace

TEST_CASE("rates rise by a constant factor from the lowest to the highest, one update each") {
  const auto out = tried({}, {1e-5, 1e-2, 31});
  REQUIRE(out.size() == 31);
  CHECK(out.front().rate == 1e-5);
  CHECK(out.back().rate == Approx(1e-2));
  for (std::size_t i = 1; i < out.size(); ++i) CHECK(out[i].rate / out[i - 1].rate == Approx(std::pow(1000, 1 / 30.0)));
}

TEST_CASE("it begins as the plan begins, in the plan's order, and schedule and callbacks have no part in it") {
  Objectives run;
  at::set_num_threads(1);
  REQUIRE(Trainer(test::tiny_plan({{"optimizer.rate", 1e-4}}), {1, "cpu"}, run).run().ending == Trained::finished);
  const Settings set{{"schedule", "cosine"}, {"callback", "early_stopping"}, {"callback.patience", 1}};
  const auto out = tried(set, {1e-4, 1e-4 * (1 + 1e-12), 6});
  REQUIRE(out.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) CHECK(out[i].loss == Approx(run.all[i]).epsilon(1e-6));
  CHECK(out[0].loss == run.all[0]);
}

TEST_CASE("it ends where the loss explodes") {
  const auto out = tried({{"optimizer", "sgd"}}, {1e-3, 1e6, 90});
  CHECK(out.size() < 90);
  CHECK(out.size() > 8);
}

TEST_CASE("batches that make one update together make one point") {
  const auto one = tried({{"train.batch", 4}}, {1e-4, 1e-2, 8}),
             two = tried({{"train.batch", 4}, {"train.accumulate", 2}}, {1e-4, 1e-2, 8});
  REQUIRE(two.size() == 8);
  CHECK(two[0].loss == Approx((one[0].loss + one[1].loss) / 2).epsilon(0.02));
}

TEST_CASE("it may be interrupted") {
  int asked = 0;
  CHECK_THROWS_WITH(rates_tried(test::tiny_plan(), {1, "cpu"}, {1e-5, 1, 1000}, [&] { return ++asked > 40; }),
                    Catch::Matchers::Contains("interrupted"));
}

TEST_CASE("on a problem that can be learned it suggests a rate between those that do nothing and those that destroy") {
  const auto out = tried({{"dataset.images", 60},
                          {"train.batch", 16},
                          {"model.filters", "8,16"},
                          {"model.dense", 32},
                          {"transform.size", 32}},
                         {1e-6, 10, 300});
  std::vector<double> rates, losses;
  for (const RateTried& t : out) rates.push_back(t.rate), losses.push_back(t.loss);
  const RateAdvice said = advice(rates, losses);
  REQUIRE(said.falls);
  CHECK(said.rate > 1e-5);
  CHECK(said.rate < 1e-1);
}
