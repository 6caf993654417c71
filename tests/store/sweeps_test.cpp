#include <sys/wait.h>

#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/store/names.h"
#include "framework/store/store.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

struct House {
  test::TemporaryFolder home{"sweeps"};
  Store store{home.path, Store::Access::write};
  std::int64_t sweep = store.add_sweep({"als", "which?", "night", "hash", "{}"});

  std::int64_t add(int place, const std::string& identity = "id") {
    NewRun r;
    r.experiment = "als", r.plan = "{}", r.identity = identity, r.sweep = sweep, r.place = place;
    return store.add(r);
  }
};

/// Runs `body` in a process of its own, which then dies.
template <class F>
void in_another_process(F body) {
  const pid_t child = ::fork();
  if (child == 0) {
    body();
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
}

}  // namespace

TEST_CASE("a sweep comes back with its trials in their order") {
  House h;
  const std::int64_t parent = h.add(0);
  h.store.add_trials(h.sweep,
                     {{1, "{1}", "a", parent, 0, "fold 1"}, {2, "{2}", "b"}, {3, "{3}", "c", 0, 2, "control"}});
  const SweepRow s = h.store.sweep(h.sweep);
  CHECK(s.experiment == "als");
  CHECK(s.title == "which?");
  CHECK(s.name == "night");
  CHECK(s.status == Status::running);
  CHECK(s.trials == 2);  // a run of folds and a run; the control is none
  const std::vector<Trial> trials = h.store.trials(h.sweep);
  CHECK(trials.at(0).parent == parent);
  CHECK(trials.at(0).role == "fold 1");
  CHECK(trials.at(2).after == 2);
  CHECK(trials.at(2).plan == "{3}");
  h.store.end_sweep(h.sweep, Status::finished, "1 FAILED");
  CHECK(h.store.sweeps().at(0).reason == "1 FAILED");
  CHECK(h.store.last_sweep("hash")->id == h.sweep);
  CHECK_FALSE(h.store.last_sweep("other"));
  CHECK_THROWS_WITH(h.store.sweep(9), Contains("there is no sweep9"));
}

TEST_CASE("all folds of a run are one trial of its sweep") {
  House h;
  const std::int64_t first = h.add(0), second = h.add(0);
  std::vector<Trial> trials;
  for (int place = 1; place <= 6; ++place)
    trials.push_back({place, "{}", std::to_string(place), place <= 3 ? first : second, 0, "fold"});
  trials.push_back({7, "{}", "7", first, 0, "control majority, fold 1"});
  h.store.add_trials(h.sweep, trials);
  CHECK(h.store.sweep(h.sweep).trials == 2);
  CHECK(h.store.trials(h.sweep).size() == 7);
}

TEST_CASE("a sweep's name means its runs, but not their parts") {
  House h;
  const std::int64_t first = h.add(1), second = h.add(2);
  NewRun fold;
  fold.experiment = "als", fold.plan = "{}", fold.sweep = h.sweep, fold.place = 3, fold.parent = second;
  h.store.add(fold);
  CHECK(runs_named(h.store, {sweep_name(h.sweep)}) == std::vector<std::int64_t>{first, second});
}

TEST_CASE("a sweep and its trials are there together or not at all") {
  House h;
  CHECK_THROWS(h.store.atomically([&] {
    const std::int64_t id = h.store.add_sweep({"als", "", "", "two", "{}"});
    h.store.add_trials(id, {{1, "{}", "a"}});
    h.add(1);
    throw Error("cut short");
  }));
  CHECK(h.store.sweeps().size() == 1);
  CHECK(h.store.runs().empty());
}

TEST_CASE("a sweep whose process died is KILLED, and may be claimed by another") {
  House h;
  in_another_process([&] {
    Store other(h.home.path, Store::Access::write);
    other.add_sweep({"als", "", "", "died", "{}"});
  });
  CHECK(h.store.sweep(2).status == Status::killed);
  CHECK(h.store.sweep(2).reason == "its process died");
  h.store.claim_sweep(2, {true, true});
  CHECK(h.store.sweep(2).status == Status::running);
  CHECK(h.store.sweep(2).terms.strict);
  CHECK(h.store.sweep(2).terms.pictures);
  CHECK_FALSE(h.store.sweep(1).terms.strict);
}

TEST_CASE("a sweep that one process runs is refused to another") {
  House h;
  h.store.claim_sweep(h.sweep);
  int refused = 0;
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  in_another_process([&] {
    int answer = 0;
    try {
      Store(h.home.path, Store::Access::write).claim_sweep(h.sweep);
    } catch (const Error& e) {
      answer =
          std::string(e.what()).find("is being run by process " + std::to_string(::getppid())) != std::string::npos;
    }
    [[maybe_unused]] const auto n = ::write(ends[1], &answer, sizeof answer);
  });
  REQUIRE(::read(ends[0], &refused, sizeof refused) == sizeof refused);
  CHECK(refused == 1);
  ::close(ends[0]), ::close(ends[1]);
}

TEST_CASE("a trial has one result: no second run while one runs or after one FINISHED, another after one FAILED") {
  House h;
  const std::int64_t first = h.add(1);
  CHECK_THROWS_WITH(h.add(1), Contains("trial 1 of sweep1 is SCHEDULED as run1"));
  h.store.start(first, this_process());
  CHECK_THROWS_WITH(h.add(1), Contains("RUNNING"));
  h.store.end(first, Status::failed, "diverged");
  const std::int64_t second = h.add(1);
  h.store.end(second, Status::finished, "");
  CHECK_THROWS_WITH(h.add(1), Contains("FINISHED as run2"));
  CHECK_NOTHROW(h.add(2));
  CHECK(h.store.runs_of_sweep(h.sweep).size() == 3);
  h.store.remove(second);
  CHECK_NOTHROW(h.add(1));  // what a person threw away may be run again
}

TEST_CASE("what FINISHED with an identity is found, but not what was only begun or stopped by halving") {
  House h;
  CHECK(h.store.finished_as("id") == 0);
  const std::int64_t run = h.add(1);
  CHECK(h.store.finished_as("id") == 0);
  h.store.end(run, Status::finished, "stopped by successive halving after epoch 3 of 27", true);
  CHECK(h.store.finished_as("id") == 0);
  h.store.end(run, Status::finished, "early stopping");
  CHECK(h.store.finished_as("id") == run);
  h.store.stands_for(h.sweep, 1, run);  // no such trial: nothing happens
  h.store.add_trials(h.sweep, {{1, "{}", "id"}});
  h.store.stands_for(h.sweep, 1, run);
  CHECK(h.store.trials(h.sweep).at(0).run == run);
  h.store.remove(run);
  CHECK(h.store.finished_as("id") == 0);
}

TEST_CASE("a deleted run stands for no trial, and stands for it again once it is restored") {
  House h;
  const std::int64_t run = h.add(0);
  h.store.end(run, Status::finished, "");
  h.store.add_trials(h.sweep, {{.place = 1, .plan = "{}", .identity = "id", .run = run}});
  h.store.remove(run);
  CHECK(h.store.trials(h.sweep).at(0).run == 0);
  h.store.restore(run);
  CHECK(h.store.trials(h.sweep).at(0).run == run);
}

TEST_CASE("of a deleted run of folds enough outlasts the collection for its sweep to be told") {
  House h;
  const std::int64_t parent = h.add(0), lone = h.add(3);
  NewRun fold;
  fold.experiment = "als", fold.plan = "{}", fold.parent = parent, fold.role = "fold 1", fold.sweep = h.sweep;
  fold.place = 1;
  const std::int64_t first = h.store.add(fold);
  for (const std::int64_t run : {parent, lone, first}) h.store.end(run, Status::finished, "");
  h.store.epoch(parent, 0, {{"test/accuracy", 0.9}}, {}, {});
  h.store.add_trials(h.sweep,
                     {{1, "{}", "a", parent, 0, "fold 1"}, {2, "{}", "b", parent, 0, "fold 2"}, {3, "{}", "c"}});
  h.store.remove(parent), h.store.remove(lone);
  CHECK(h.store.collect().runs == 2);
  CHECK(h.store.collect().runs == 0);
  const std::vector<Trial> trials = h.store.trials(h.sweep);
  CHECK(trials.at(0).parent == parent);
  CHECK(trials.at(1).parent == parent);
  CHECK_THROWS(h.store.run(first));
  CHECK_THROWS(h.store.run(lone));
  CHECK(h.store.runs().empty());
  CHECK(h.store.run(parent).status == Status::killed);
  CHECK_THAT(h.store.run(parent).reason, Contains("xp resume sweep1 trains them again"));
  CHECK(h.store.at_chosen("test/accuracy").empty());

  h.store.add_trials(h.sweep, {{1, "{}", "a", h.add(0), 0, "fold 1"}, {2, "{}", "b", 0, 0, "fold 2"}});
  CHECK(h.store.trials(h.sweep).size() == 3);
  CHECK(h.store.collect().runs == 1);  // no trial names it any more
}
