#include "framework/run/conduct.h"

#include <catch2/catch.hpp>
#include <csignal>

#include "framework/run/sweep.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Work work(int seeds) {
  Work out;
  for (int seed = 1; seed <= seeds; ++seed) out.leaves.push_back({test::tiny_plan({{"seed", seed}})});
  return out;
}

/// Workers that crash as they are told, by place; all others do their work.
struct Clumsy : InProcess {
  using InProcess::InProcess;
  std::map<int, Gone> before, during;  // the run is made, or made and begun
  Store* store = nullptr;
  std::vector<int> begun;
  std::vector<int> threads;

  void start(const Errand& e) override {
    begun.push_back(e.task.place);
    threads.push_back(e.circumstances.threads);
    if (before.count(e.task.place)) return gone.push_back(before[e.task.place]);
    if (!during.count(e.task.place)) return InProcess::start(e);
    const Plan plan = plan_from_json(e.trial.plan);
    NewRun r;
    r.experiment = plan.experiment, r.plan = e.trial.plan, r.identity = identity_hash(plan);
    r.sweep = e.circumstances.sweep, r.place = e.task.place;
    r.parent = e.circumstances.parent, r.role = e.circumstances.role;
    const std::int64_t run = store->add(r);
    store->start(run, {1, 1, "an earlier boot", ""});  // a process that is gone
    gone.push_back(during[e.task.place]);
  }
  std::vector<Gone> wait(double seconds) override {
    std::vector<Gone> out = InProcess::wait(seconds);
    out.insert(out.end(), gone.begin(), gone.end());
    gone.clear();
    return out;
  }
  std::vector<Gone> gone;
};

struct House {
  test::TemporaryFolder home{"conduct"};
  Store store{home.path, Store::Access::write};
  test::FakeEngine engine;
  Progress silent;
  Watch nobody;
  Circumstances given;
  Clumsy workers{engine, store, silent};

  House() { workers.store = &store; }
  std::int64_t open(const Work& w, bool needed = false) { return open_sweep(w, {}, given, needed, store); }
  Conducted conduct(std::int64_t sweep, const Conductor::Policy& policy = {}) {
    workers.begun.clear();
    return xp::conduct(sweep, policy, given, workers, store, nobody);
  }
  RunRow run(std::int64_t sweep, int place) {
    RunRow out;
    for (const RunRow& r : store.runs_of_sweep(sweep))
      if (r.place == place) out = r;
    return out;
  }
};

}  // namespace

TEST_CASE("every trial of a sweep comes to one run, which names it") {
  House h;
  h.given.name = "night", h.given.tags = {"t"};
  const std::int64_t sweep = h.open(work(3));
  const Conducted done = h.conduct(sweep);
  CHECK(done.finished == 3);
  CHECK(done.failed + done.killed + done.left == 0);
  const std::vector<RunRow> runs = h.store.runs_of_sweep(sweep);
  REQUIRE(runs.size() == 3);
  for (int i = 0; i < 3; ++i) {
    const RunRow& run = runs[static_cast<std::size_t>(i)];
    CHECK(run.place == i + 1);
    CHECK(run.status == Status::finished);
    CHECK(run.name == "night-" + std::to_string(i + 1));
    CHECK(run.tags == std::vector<std::string>{"t"});
    CHECK(run.identity == h.store.trials(sweep)[static_cast<std::size_t>(i)].identity);
  }
  CHECK(h.store.sweep(sweep).status == Status::finished);
}

TEST_CASE("the same command finds its sweep, another does not") {
  const std::string hash = sweep_hash(work(3), {});
  CHECK(hash == sweep_hash(work(3), {}));
  CHECK(hash != sweep_hash(work(2), {}));
  CHECK(hash != sweep_hash(work(3), random(3)));
  Work controlled = work(3);
  controlled.leaves[2].role = "control majority", controlled.leaves[2].after = 0;
  CHECK(hash != sweep_hash(controlled, {}));
}

TEST_CASE("a worker that a signal ended fails its trial alone, and the reason names the signal") {
  House h;
  h.workers.during[2] = {2, 0, SIGSEGV, ""};
  const std::int64_t sweep = h.open(work(3));
  const Conducted done = h.conduct(sweep);
  CHECK(done.finished == 2);
  CHECK(done.failed == 1);
  CHECK(done.failed_now == 1);
  CHECK(h.run(sweep, 2).status == Status::failed);
  CHECK_THAT(h.run(sweep, 2).reason, Contains("SIGSEGV"));
  CHECK(h.store.sweep(sweep).status == Status::finished);
  CHECK(h.store.sweep(sweep).reason == "1 FAILED");
}

TEST_CASE("one that was killed, as for want of memory, is KILLED, and the next command goes on with it") {
  House h;
  h.workers.during[1] = {1, 0, SIGKILL, ""};
  const std::int64_t sweep = h.open(work(2));
  CHECK(h.conduct(sweep).killed == 1);
  CHECK(h.run(sweep, 1).status == Status::killed);
  CHECK_THAT(h.run(sweep, 1).reason, Contains("SIGKILL") && Contains("memory"));
  CHECK(h.store.sweep(sweep).status == Status::killed);
  h.workers.during.clear();
  CHECK(h.conduct(sweep).finished == 2);
  CHECK(h.workers.begun == std::vector<int>{1});
  CHECK(h.store.runs_of_sweep(sweep).size() == 2);  // resumed under its number
}

TEST_CASE("a worker that ends before it has a run leaves one that says why") {
  House h;
  h.workers.before[1] = {1, 2, 0, "xp: the data are gone\n  look there"};
  const std::int64_t sweep = h.open(work(2));
  CHECK(h.conduct(sweep).failed == 1);
  CHECK(h.run(sweep, 1).status == Status::failed);
  CHECK(h.run(sweep, 1).reason == "the data are gone\n  look there");
  h.conduct(sweep, {1, 0, true});
  CHECK(h.workers.begun.empty());  // FAILED stays so, and stops nothing later
}

TEST_CASE("a trial that diverges is FAILED; retries are new runs of the same place, counted") {
  House h;
  h.engine.nan_at = 1;
  const std::int64_t sweep = h.open(work(2));
  CHECK(h.conduct(sweep, {1, 1}).failed == 2);
  CHECK(h.workers.begun == std::vector<int>{1, 1, 2, 2});
  CHECK(h.store.runs_of_sweep(sweep).size() == 4);
  h.engine.nan_at = 0;
  CHECK(h.conduct(sweep, {1, 1}).failed == 2);  // no retry is left
  CHECK(h.conduct(sweep, {1, 2}).finished == 2);
  CHECK(h.store.runs_of_sweep(sweep).size() == 6);
}

TEST_CASE("on-fail stop begins nothing more, and the same command goes on with the rest") {
  House h;
  h.workers.before[1] = {1, 1, 0, "broken"};
  const std::int64_t sweep = h.open(work(3));
  const Conducted stopped = h.conduct(sweep, {1, 0, true});
  CHECK(stopped.failed == 1);
  CHECK(stopped.left == 2);
  CHECK(h.store.sweep(sweep).status == Status::killed);
  CHECK_THAT(h.store.sweep(sweep).reason, Contains("1 FAILED") && Contains("2 not begun"));
  CHECK(h.conduct(sweep, {1, 0, true}).finished == 2);
}

TEST_CASE("xp stop of one trial leaves the others alone") {
  House h;
  h.engine.during = [&](int epoch) {
    if (h.store.runs().size() != 1 || epoch != 1) return;
    h.store.request_stop(1);
    ::usleep(250'000);  // it is looked for five times a second
  };
  const std::int64_t sweep = h.open(work(2));
  const Conducted done = h.conduct(sweep, {1, 3});
  CHECK(done.killed == 1);
  CHECK(done.finished == 1);
  CHECK_THAT(h.run(sweep, 1).reason, Contains("xp stop"));
  h.engine.during = [](int) {};
  CHECK(h.conduct(sweep).finished == 2);
}

TEST_CASE("what is needed is run, what FINISHED before with the same identity stands for its trial") {
  House h;
  const std::int64_t first = h.open(work(2));
  h.conduct(first);
  const std::int64_t second = h.open(work(4), true);
  const Conducted done = h.conduct(second);
  CHECK(done.finished == 4);
  CHECK(h.workers.begun == std::vector<int>{3, 4});
  CHECK(h.store.trials(second).at(0).run == h.run(first, 1).id);
  CHECK(h.store.runs().size() == 4);

  const std::int64_t third = h.open(work(5));  // not asked for, then asked for where it goes on
  CHECK(reuse(third, h.store) == 4);
  h.conduct(third);
  CHECK(h.workers.begun == std::vector<int>{5});
}

TEST_CASE("a control is a part of the run that it is held against") {
  House h;
  Work w = work(1);
  w.leaves.push_back({test::tiny_plan({{"train.control", "shuffled_labels"}}), "control shuffled-labels", -1, 0});
  const std::int64_t sweep = h.open(w);
  CHECK(h.conduct(sweep).finished == 2);
  CHECK(h.run(sweep, 2).parent == h.run(sweep, 1).id);
  CHECK(h.run(sweep, 2).role == "control shuffled-labels");
}

TEST_CASE("folds are parts of a run that is concluded once none is left") {
  House h;
  const Work w = work_of({test::tiny_plan({{"split", "k_fold"}, {"split.k", 3}, {"split.fold", 0}})}, {});
  REQUIRE(w.parents.size() == 1);
  REQUIRE(w.leaves.size() == 3);
  h.given.name = "cv";
  const std::int64_t sweep = h.open(w);
  const std::int64_t parent = h.store.trials(sweep).at(0).parent;
  CHECK(h.store.run(parent).status == Status::running);
  h.workers.during[2] = {2, 0, SIGKILL, ""};
  CHECK(h.conduct(sweep).killed == 1);
  CHECK(h.store.run(parent).status == Status::killed);
  h.workers.during.clear();
  CHECK(h.conduct(sweep).finished == 3);
  CHECK(h.store.run(parent).status == Status::finished);
  for (const RunRow& run : h.store.runs_of_sweep(sweep)) CHECK(run.parent == parent);

  SECTION("and what is needed stands for all of them together") {
    const std::int64_t again = h.open(w, true);
    CHECK(h.conduct(again).finished == 3);
    CHECK(h.workers.begun.empty());
    CHECK(h.store.trials(again).at(1).parent == parent);
  }
}

TEST_CASE("a stopped parent goes on with all that was stopped, by the same command") {
  House h;
  const Work w = work_of({test::tiny_plan({{"split", "k_fold"}, {"split.k", 3}, {"split.fold", 0}})}, {});
  const std::int64_t sweep = h.open(w), parent = h.store.trials(sweep).at(0).parent;
  h.engine.during = [&](int epoch) {
    if (epoch != 1) return;
    h.store.request_stop(parent);
    ::usleep(250'000);  // it is looked for five times a second
  };
  const Conducted stopped = h.conduct(sweep);
  CHECK(stopped.killed == 3);
  CHECK(h.workers.begun == std::vector<int>{1});
  CHECK(h.store.run(parent).status == Status::killed);
  bool clean = false;
  h.engine.during = [&](int) { clean = h.store.run(parent).reason.empty() && h.store.run(parent).ended.empty(); };
  CHECK(h.conduct(sweep).finished == 3);
  CHECK(clean);  // while it runs again, nothing is left of its end
  CHECK(h.store.run(parent).status == Status::finished);
}

TEST_CASE("a run that came to nothing keeps what it was made from and what it was to compute with") {
  House h;
  h.given.diff = "- a\n+ b\n", h.given.threads = 3;
  h.workers.before[1] = {1, 2, 0, "xp: the data are gone"};
  const std::int64_t sweep = h.open(work(1));
  h.conduct(sweep);
  const Record record = h.store.record(h.run(sweep, 1).id);
  REQUIRE(record.artifacts.size() == 1);
  CHECK(record.artifacts[0].name == "uncommitted.diff");
  CHECK(find(record.environment, "threads")->text() == "3");
  CHECK(find(record.environment, "precision")->text() == "auto");
}

TEST_CASE("on what terms a sweep is run stays with it") {
  House h;
  const std::int64_t sweep = h.open(work(1));
  h.given.strict = h.given.pictures = true;
  h.conduct(sweep);
  CHECK(h.store.sweep(sweep).terms.strict);
  CHECK(h.store.sweep(sweep).terms.pictures);
}

TEST_CASE("all circumstances reach the trials, and the cores are shared out") {
  House h;
  h.given.threads = 5;
  const std::int64_t sweep = h.open(work(2));
  h.conduct(sweep, {2});
  CHECK(h.workers.threads == std::vector<int>{3, 2});
}
