#include "framework/run/conductor.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/run/workers.h"

using namespace xp;
using State = TrialState::State;

namespace {

std::vector<TrialState> fresh(int n, int epochs = 1) {
  std::vector<TrialState> out(static_cast<std::size_t>(n));
  for (TrialState& s : out) s.epochs = epochs;
  return out;
}

TrialState known(State state, std::int64_t run, int failures = 0) {
  TrialState out;
  out.state = state, out.run = run, out.failures = failures;
  return out;
}

/// Places in the order in which they are begun where each ends before the next begins.
std::vector<int> one_by_one(Conductor& c, State state = State::finished) {
  std::vector<int> out;
  std::int64_t run = 100;
  while (const auto task = c.next()) {
    out.push_back(task->place);
    c.ended(task->place, {state, task->run ? task->run : ++run, 0});
  }
  return out;
}

}  // namespace

TEST_CASE("so many trials run at a time, in their order") {
  Conductor c(fresh(3), {2});
  CHECK(c.next() == Task{1, 0, 0});
  CHECK(c.next() == Task{2, 0, 0});
  CHECK_FALSE(c.next());
  CHECK_FALSE(c.done());
  c.ended(2, {State::finished, 12});
  CHECK(c.next() == Task{3, 0, 0});
  c.ended(3, {State::finished, 13});
  c.ended(1, {State::finished, 11});
  CHECK(c.done());
  CHECK(c.count(State::finished) == 3);
}

TEST_CASE("what FINISHED is not run again, what was KILLED goes on, what FAILED stays so") {
  Conductor c(
      {known(State::finished, 1), known(State::killed, 2), known(State::failed, 3, 1), known(State::waiting, 0)}, {1});
  CHECK(c.next() == Task{2, 2, 0});
  c.ended(2, {State::finished, 2});
  CHECK(c.next() == Task{4, 0, 0});
  c.ended(4, {State::finished, 4});
  CHECK(c.done());
}

TEST_CASE("a trial that FAILED is begun anew as often as retries say, earlier commands counted") {
  Conductor c({known(State::failed, 3, 1)}, {1, 2});
  CHECK(c.next() == Task{1, 0, 0});
  c.ended(1, {State::failed, 4});
  CHECK(c.next() == Task{1, 0, 0});
  c.ended(1, {State::failed, 5});
  CHECK_FALSE(c.next());
  CHECK(c.done());
}

TEST_CASE("one that crashed is resumed where retries are left") {
  Conductor c(fresh(1), {1, 1});
  CHECK(c.next() == Task{1, 0, 0});
  c.ended(1, {State::killed, 7, 0, true});
  CHECK(c.next() == Task{1, 7, 0});
  c.ended(1, {State::killed, 7, 0, true});
  CHECK(c.done());
}

TEST_CASE("one that somebody stopped is not begun again by the same command") {
  Conductor c(fresh(2), {1, 5});
  CHECK(one_by_one(c, State::killed) == std::vector<int>{1, 2});
  CHECK(c.done());
}

TEST_CASE("where a failure is to stop the sweep, what runs ends and nothing more begins") {
  Conductor c(fresh(4), {2, 0, true});
  c.next(), c.next();
  c.ended(1, {State::failed, 1});
  CHECK_FALSE(c.next());
  CHECK_FALSE(c.done());
  c.ended(2, {State::finished, 2});
  CHECK(c.done());
  CHECK(c.count(State::waiting) == 2);
}

TEST_CASE("a failure of an earlier command stops nothing") {
  Conductor c({known(State::failed, 1, 1), known(State::waiting, 0)}, {1, 0, true});
  CHECK(one_by_one(c) == std::vector<int>{2});
}

TEST_CASE("a control begins once the run that it belongs to has ended, and not without one") {
  std::vector<TrialState> states = fresh(3);
  states[1].after = 1;
  SECTION("while that runs, others begin") {
    Conductor c(states, {2});
    CHECK(c.next()->place == 1);
    CHECK(c.next()->place == 3);
    c.ended(1, {State::failed, 1});
    CHECK(c.next()->place == 2);
  }
  SECTION("interrupted before it came to a run") {
    Conductor c(states, {1});
    CHECK(c.next()->place == 1);
    c.ended(1, {State::killed, 0});
    CHECK(c.next()->place == 3);
    c.ended(3, {State::finished, 3});
    CHECK(c.done());
  }
}

TEST_CASE("after stop nothing begins") {
  Conductor c(fresh(2), {2});
  c.next();
  c.stop();
  CHECK_FALSE(c.next());
  c.ended(1, {State::killed, 1});
  CHECK(c.done());
}

TEST_CASE("by successive halving trials pause at rungs, and the better ones go on from where they are") {
  // 9 trials of 9 epochs, rungs 1, 3, 9: the first is the best, the last the worst.
  const std::vector<int> steps = rungs(1, 3, 9);
  REQUIRE(steps == std::vector<int>{1, 3, 9});
  Conductor c(fresh(9, 9), {1}, SuccessiveHalving(9, steps, 3, Direction::higher));
  std::vector<int> reached(10, 0);
  int epochs = 0;
  while (const auto task = c.next()) {
    int& so_far = reached[static_cast<std::size_t>(task->place)];
    const int until = task->until ? task->until : 9;
    CHECK(task->run == (so_far ? 100 + task->place : 0));
    epochs += until - so_far;
    so_far = until;
    c.ended(task->place, {task->until ? State::paused : State::finished, 100 + task->place, 10.0 - task->place});
  }
  CHECK(c.done());
  CHECK(std::vector<int>(reached.begin() + 1, reached.end()) == std::vector<int>{9, 3, 3, 1, 1, 1, 1, 1, 1});
  CHECK(epochs == 9 * 1 + 3 * 2 + 1 * 6);
  CHECK(c.count(State::finished) == 1);
  CHECK(c.count(State::paused) == 8);
}

TEST_CASE("a trial that fails on its way to a rung is never promoted, nor begun again") {
  Conductor c(fresh(3, 3), {1}, SuccessiveHalving(3, rungs(1, 3, 3), 3, Direction::higher));
  std::vector<int> order;
  while (const auto task = c.next()) {
    order.push_back(task->place);
    const State state = task->place == 3 ? State::failed : task->until ? State::paused : State::finished;
    c.ended(task->place, {state, task->place, task->place * 1.0});
  }
  CHECK(c.done());
  CHECK(std::count(order.begin(), order.end(), 3) == 1);
  CHECK(order.back() == 2);
}

TEST_CASE("cores are split with nothing left over and none used twice") {
  CHECK(shares(8, 3) == std::vector<int>{3, 3, 2});
  CHECK(shares(2, 2) == std::vector<int>{1, 1});
  CHECK(shares(7, 1) == std::vector<int>{7});
}
