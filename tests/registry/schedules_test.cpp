// Learning rates against torch.optim.lr_scheduler; fixtures/schedules.py wrote the numbers.
#include "tests/registry/fixtures/schedules.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/experiment.h"

using namespace xp;

namespace {

std::shared_ptr<Schedule> make(const Choice& choice) { return Registry::global().make<Schedule>(choice); }

void check(const std::string& known, const Choice& choice) {
  INFO(known);
  const auto schedule = make(choice);
  const std::vector<double>& want = test::rates.at(known);
  const auto steps = static_cast<std::int64_t>(want.size());
  REQUIRE(steps == 200);
  for (std::int64_t step = 0; step < steps; ++step)  // of 20 epochs
    CHECK(schedule->at({step, steps, 10}) == Approx(want[static_cast<std::size_t>(step)]).epsilon(1e-9).margin(1e-12));
}

}  // namespace

TEST_CASE("schedules are torch.optim.lr_scheduler's over 200 steps") {
  check("cosine", {"cosine"});
  check("step", {"step", {{"every", 3}, {"gamma", 0.5}}});
  check("one_cycle", {"one_cycle"});
  check("one_cycle_short", {"one_cycle", {{"rise", 0.1}, {"start_divisor", 10}, {"end_divisor", 100}}});
}

TEST_CASE("a warmup is LinearLR before any schedule, which then has the steps that are left") {
  check("warm_cosine", {"cosine", {{"warmup", 2.5}}});
  check("warm_step", {"step", {{"every", 3}, {"gamma", 0.5}, {"warmup", 2.5}}});
}

TEST_CASE("a warmup rises to where the schedule begins") {
  const auto cycle = make({"one_cycle", {{"warmup", 1}}});
  CHECK(cycle->at({0, 100, 10}) == Approx(0.04 / 10));
  CHECK(cycle->at({9, 100, 10}) == Approx(0.04));
  CHECK(cycle->at({10, 100, 10}) == Approx(0.04));
}

TEST_CASE("schedules stay numbers between 0 and 1 in runs of a step or two") {
  for (const char* name : {"constant", "cosine", "step", "one_cycle"})
    for (const Settings& settings : {Settings{}, Settings{{"warmup", 2}}})
      for (const std::int64_t steps : {1, 2, 3, 4, 10})
        for (std::int64_t step = 0; step < steps; ++step) {
          const double factor = make({name, settings})->at({step, steps, 1});
          INFO(name << " at " << step << " of " << steps);
          CHECK((factor >= 0 && factor <= 1));
        }
  for (const double rise : {0.0, 0.5, 1.0}) CHECK(std::isfinite(make({"one_cycle", {{"rise", rise}}})->at({1, 2, 1})));
}
