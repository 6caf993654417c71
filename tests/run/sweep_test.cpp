#include "framework/run/sweep.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <thread>

#include "framework/base/file.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

/// Three trials of three epochs, judged after one.
struct House {
  test::TemporaryFolder home{"sweep"};
  Store store{home.path, Store::Access::write};
  std::int64_t sweep = 0;

  House() {
    Work work;
    for (int seed = 1; seed <= 3; ++seed) work.leaves.push_back({test::tiny_plan({{"seed", seed}})});
    sweep = open_sweep(work, halving({.minimum = 1, .reduction = 3}), {}, false, store);
  }
  /// A run of this trial with these validation losses. Its checkpoint stays, as a kill may leave it.
  std::int64_t add(int place, const std::vector<double>& losses, Status status, bool pauses = false) {
    NewRun r;
    r.experiment = "tiny", r.plan = store.trials(sweep).at(static_cast<std::size_t>(place - 1)).plan;
    r.sweep = sweep, r.place = place, r.epochs_planned = 3;
    const std::int64_t run = store.add(r);
    for (std::size_t e = 0; e < losses.size(); ++e)
      store.epoch(run, static_cast<int>(e) + 1, {{"val/loss", losses[e]}}, {}, {});
    make_folder(store.checkpoint_folder(run));
    write_file(store.checkpoint_folder(run) + "/last.safetensors", "a checkpoint");
    store.end(run, status, "", pauses);
    return run;
  }
  Conductor conductor() const { return Conductor(states(sweep, store), {1}, halving_of(sweep, store)); }
};

}  // namespace

TEST_CASE("a trial that stopped early is FINISHED, one that was told to pause is not; no file tells") {
  House h;
  h.add(1, {1}, Status::finished);
  h.add(2, {1}, Status::finished, true);
  const std::vector<TrialState> all = states(h.sweep, h.store);
  CHECK(all.at(0).state == TrialState::finished);
  CHECK(all.at(1).state == TrialState::paused);
}

TEST_CASE("the state of a trial is that of its last run") {
  House h;
  h.add(1, {1}, Status::failed);
  h.add(1, {1, 1}, Status::failed);
  const std::int64_t last = h.add(1, {1, 1, 1}, Status::finished);
  const std::int64_t paused = h.add(2, {1}, Status::finished, true);
  const std::vector<TrialState> all = states(h.sweep, h.store);
  CHECK(all.at(0).state == TrialState::finished);
  CHECK(all.at(0).run == last);
  CHECK(all.at(0).failures == 2);
  CHECK(all.at(0).epochs == 3);
  CHECK(all.at(1).state == TrialState::paused);
  CHECK(all.at(1).run == paused);
  CHECK(all.at(1).reached == 1);
  CHECK(all.at(2).state == TrialState::waiting);
}

TEST_CASE("successive halving goes on after a kill where the store says it was") {
  House h;
  h.add(1, {0.9}, Status::finished, true);
  const std::int64_t better = h.add(2, {0.5}, Status::finished, true);
  const std::int64_t killed = h.add(3, {}, Status::killed);
  Conductor c = h.conductor();
  CHECK(c.next() == Task{3, killed, 1});
  c.ended(3, {TrialState::paused, killed, 0.7});
  CHECK(c.next() == Task{2, better, 0});  // the best of three trains whole
  c.ended(2, {TrialState::finished, better, 0.4});
  CHECK_FALSE(c.next());
  CHECK(c.done());
}

TEST_CASE("of trials that did equally well a kill promotes no other one than without it") {
  House h;
  h.add(3, {0.9}, Status::finished, true);
  h.add(2, {0.5}, Status::finished, true);  // the first to report
  const std::int64_t first = h.add(1, {0.5}, Status::finished, true);
  SuccessiveHalving never_killed(3, {1, 3}, 3, Direction::lower);
  for (const std::size_t trial : {2, 1, 0}) never_killed.report(trial, 0, trial == 2 ? 0.9 : 0.5);
  CHECK(h.conductor().next() == Task{1, first, 0});
  CHECK(never_killed.next()->trial == 0);
}

TEST_CASE("one that was killed on its way from rung to rung is not judged twice") {
  House h;
  h.add(1, {0.9}, Status::finished, true);
  const std::int64_t on_its_way = h.add(2, {0.5, 0.4}, Status::killed, true);
  h.add(3, {0.7}, Status::finished, true);
  Conductor c = h.conductor();
  CHECK(c.next() == Task{2, on_its_way, 0});
}

TEST_CASE("what ended by its own will before a rung is final there") {
  House h;
  h.add(1, {0.5, 0.6}, Status::finished);  // early stopping
  h.add(2, {0.9}, Status::finished, true);
  h.add(3, {0.7}, Status::finished, true);
  Conductor c = h.conductor();
  CHECK_FALSE(c.next());
  CHECK(c.done());
}

TEST_CASE("one that failed for good is never promoted, however good it was") {
  House h;
  h.add(1, {0.1, 0.1}, Status::failed);
  const std::int64_t second = h.add(2, {0.5}, Status::finished, true);
  h.add(3, {0.7}, Status::finished, true);
  Conductor c = h.conductor();
  CHECK(c.next() == Task{2, second, 0});
}

TEST_CASE("a trial is judged by its best epoch so far, of which NaN is none") {
  House h;
  const RunRow run = h.store.run(h.add(1, {std::nan(""), 0.5, 0.3}, Status::finished));
  const Plan plan = test::tiny_plan();
  CHECK(std::isnan(monitored(run, plan, h.store, 1)));
  CHECK(monitored(run, plan, h.store, 2) == 0.5);
  CHECK(monitored(run, plan, h.store) == 0.3);
  h.store.chosen(run.id, 2);
  CHECK(monitored(h.store.run(run.id), plan, h.store) == 0.5);
}

TEST_CASE("of several equal commands at once one opens a sweep and the others find it") {
  House h;
  Work work;
  work.leaves = {{test::tiny_plan({{"seed", 1}})}, {test::tiny_plan({{"seed", 2}})}};
  std::vector<std::thread> all;
  std::atomic<int> ready{0}, opened{0};
  for (int i = 0; i < 8; ++i)
    all.emplace_back([&] {
      Store store(h.home.path, Store::Access::write);
      ++ready;
      while (ready < 8) std::this_thread::yield();
      if (find_or_open(
              work, {}, {}, false, [](const SweepRow&) { return true; }, store)
              .opened)
        ++opened;
    });
  for (std::thread& t : all) t.join();
  CHECK(opened == 1);
  CHECK(h.store.sweeps().size() == 2);
  CHECK(find_or_open(
            work, {}, {}, false, [](const SweepRow&) { return false; }, h.store)
            .opened);
}
