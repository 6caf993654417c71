// What came with an imported run goes on nowhere: neither the run nor its sweep.
#include <catch2/catch.hpp>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/run/conduct.h"
#include "framework/run/resume.h"
#include "framework/run/sweep.h"
#include "framework/store/db.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// A sweep of two trials, the first of which ended short, as if both had been imported.
struct House {
  test::TemporaryFolder home{"foreign"};
  Store store{home.path, Store::Access::write};
  test::FakeEngine engine;
  Progress silent;
  Watch nobody;
  InProcess workers{engine, store, silent};
  Work work;
  std::int64_t sweep = 0;

  House() {
    work.leaves = {{test::tiny_plan({{"seed", 1}})}, {test::tiny_plan({{"seed", 2}})}};
    sweep = open_sweep(work, {}, {}, false, store);
    Circumstances first;
    first.sweep = sweep, first.place = 1;
    engine.during = [](int) { throw Error("the light went out"); };
    run(work.leaves[0].plan, first, engine, store, silent);
    engine.during = [](int) {};
  }
  void come_from_elsewhere() const {
    Db db((home.path / "xp.db").string(), true);
    db.run("UPDATE runs SET origin = 'run9 of theirs.xprun'");
    db.run("UPDATE sweeps SET hash = 'elsewhere ' || hash");
  }
};

}  // namespace

TEST_CASE("a run that was recorded elsewhere is not resumed, and nothing of it changes") {
  House h;
  h.come_from_elsewhere();
  CHECK_THROWS_WITH(resume(1, {}, h.engine, h.store, h.silent),
                    Contains("run1 was recorded elsewhere (run9 of theirs.xprun)"));
  CHECK(h.store.record(1).attempts.empty());
  CHECK(h.store.run(1).status == Status::failed);
}

TEST_CASE("a sweep that was recorded elsewhere is not gone on with: the same command opens its own") {
  House h;
  const auto found = [&] {
    return find_or_open(
        h.work, {}, {}, false, [](const SweepRow&) { return true; }, h.store);
  };
  CHECK_FALSE(found().opened);
  h.come_from_elsewhere();
  CHECK_THROWS_WITH(conduct(h.sweep, {1, 1}, {}, h.workers, h.store, h.nobody),
                    Contains("sweep1 was recorded elsewhere"));
  CHECK(h.store.runs_of_sweep(h.sweep).size() == 1);
  h.store.remove(1);  // without any run it is still somebody else's
  CHECK_THROWS_WITH(refuse_foreign(h.sweep, h.store), Contains("sweep1 was recorded elsewhere"));
  const Found own = found();
  CHECK(own.opened);
  CHECK(conduct(own.sweep, {}, {}, h.workers, h.store, h.nobody).finished == 2);
}
