// A disk that fails under the store: at each of the first calls to the file system once, or from it on for good, or as
// a full disk would. What a call returned from is kept; what failed says so, and works when the fault is gone.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <optional>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/process.h"
#include "framework/store/store.h"
#include "tests/store/faulty_vfs.h"
#include "tests/support/plans.h"

namespace {
using namespace xp;
using test::FaultyVfs;

/// How many calls are made to fail; all of them in the check (tools/check/store.sh), every seventh in the suite.
int every() { return std::getenv("XP_FAULTS_ALL") ? 1 : 7; }
constexpr int calls = 500;

/// What a store was asked for, and what of it returned.
struct Session {
  std::string home;
  std::optional<Store> store;
  std::int64_t run = 0;
  std::vector<int> epochs;  // that were stored, by their numbers
  std::vector<int> unsure;  // that were refused: stored or not, but never in part
  std::vector<std::string> artifacts;
  std::vector<std::string> refusals;
  bool ended = false;

  bool attempt(const std::function<void()>& body) try {
    body();
    return true;
  } catch (const Error& e) {
    refusals.push_back(e.whole());
    return false;
  }

  void work(int first) {
    if (!store) attempt([&] { store.emplace(home, Store::Access::write); });
    if (!store) return;
    if (!run)
      attempt([&] {
        NewRun r;
        r.experiment = "faults", r.plan = "{}", r.identity = "i", r.fingerprint = "f", r.epochs_planned = 100;
        r.settings = {{"model", "tiny"}, {"rate", 0.5}};
        run = store->add(r);
      });
    if (!run) return;
    attempt([&] { store->start(run, this_process()); });
    for (int e = first; e < first + 6; ++e) {
      const Metrics values{{"train/loss", e + 0.5}, {"val/loss", e + 0.25}, {"val/accuracy", NAN}};
      (attempt([&] {
        store->epoch(run, e, values, {{"seconds", 1.0}}, {{"train/objective", {e, e * 2.0}}});
      })
           ? epochs
           : unsure)
          .push_back(e);
    }
    const std::string name = "note " + std::to_string(first) + ".txt";
    if (attempt([&] { store->artifact(run, name, std::string(50'000, static_cast<char>('a' + first % 20))); }))
      artifacts.push_back(name);
    ended = attempt([&] { store->end(run, Status::finished, ""); });
  }
};

void expect_whole(const Session& s) {
  const Store store(s.home, Store::Access::read);
  const Record r = store.record(s.run);
  const auto steps = store.steps(s.run);
  std::map<std::int64_t, double> loss, other, objective;
  for (const Point& p : r.metrics.at("train/loss")) loss[p.at] = p.value;
  for (const Point& p : r.metrics.at("val/loss")) other[p.at] = p.value;
  for (const Point& p : steps.at("train/objective")) objective[p.at] = p.value;
  CHECK(r.metrics.at("val/accuracy").size() == loss.size());
  for (const int e : s.epochs) CHECK((loss.at(e) == e + 0.5 && other.at(e) == e + 0.25 && objective.at(e) == e * 2.0));
  for (const int e : s.unsure) CHECK((loss.count(e) == other.count(e) && loss.count(e) == objective.count(e)));
  CHECK(loss.size() <= s.epochs.size() + s.unsure.size());
  for (const std::string& name : s.artifacts) {
    bool found = false;
    for (const Artifact& a : r.artifacts)
      if (a.name == name) found = sha256(read_file(store.artifact_path(a))) == a.sha256;
    CHECK(found);
  }
  CHECK(r.run.status == (s.ended ? Status::finished : Status::running));
}

/// The first `calls` calls to the file system, one after the other.
void each_call_fails(FaultyVfs::Fault fault, bool full) {
  int failed = 0, refused = 0;
  for (int call = 1; call <= calls; call += every()) {
    const test::TemporaryFolder folder("faults");
    FaultyVfs disk;
    Session s;
    s.home = folder / "home";
    disk.fail(fault, call, full);
    s.work(1);
    failed += disk.failures() > 0;
    refused += !s.refusals.empty();
    disk.heal();
    const std::size_t before = s.refusals.size();
    s.work(101);
    INFO("call " << call << " failed " << disk.failures() << " times; refusals: " << before);
    for (const std::string& refusal : s.refusals) UNSCOPED_INFO(refusal);
    CHECK(s.refusals.size() == before);  // goes on when the fault is gone
    REQUIRE(s.run);
    s.store.reset();
    expect_whole(s);
    for (const std::string& refusal : s.refusals) CHECK(refusal.size() > 20);  // a sentence, not a code
  }
  CHECK(failed > 0);
  CHECK(refused > 0);
}

}  // namespace

TEST_CASE("whatever call to the disk fails once, what was stored is kept, and the store goes on") {
  each_call_fails(FaultyVfs::Fault::once, false);
}

TEST_CASE("whatever call a disk begins to fail at, what was stored is kept, and the store goes on when it is back") {
  each_call_fails(FaultyVfs::Fault::lasting, false);
}

TEST_CASE("whenever a disk becomes full, what was stored is kept, and the store goes on when there is room") {
  each_call_fails(FaultyVfs::Fault::lasting, true);
}

TEST_CASE("a store that is to survive a loss of power syncs every epoch, one that is to survive its process none") {
  for (const auto durable : {Store::Durable::process, Store::Durable::power}) {
    FaultyVfs disk;
    const test::TemporaryFolder home("durable");
    Store store(home.path, Store::Access::write, durable);
    NewRun r;
    r.experiment = "durable", r.plan = "{}", r.identity = "i", r.fingerprint = "f", r.epochs_planned = 10;
    const std::int64_t run = store.add(r);
    store.start(run, this_process());
    store.epoch(run, 1, {{"train/loss", 1}}, {}, {});
    const int before = disk.syncs();  // opening and a new log are always synced
    for (int e = 2; e <= 10; ++e) store.epoch(run, e, {{"train/loss", 1.0 / e}}, {}, {});
    if (durable == Store::Durable::power)
      CHECK(disk.syncs() - before >= 9);
    else
      CHECK(disk.syncs() == before);
  }
}
