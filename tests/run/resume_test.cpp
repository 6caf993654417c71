#include "framework/run/resume.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/run/checkpoints.h"
#include "framework/weights/safetensors_header.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

/// Makes a checkpoint an epoch, of nothing but where it stands, and goes on from there.
struct LastingEngine : test::FakeEngine {
  int full = 0;  // so often a checkpoint finds no room
  int cut = 0;   // dies as soon as the checkpoint of this epoch is written
  std::vector<int> began;

  using Engine::train;
  Trained train(const Plan& plan, const Placement&, Recorder& recorder, const Course& course) override {
    const Listing& data = listing(plan.only(Kind::dataset));
    recorder.prepared({data, plan.make<Split>()->divide(data), {"a.png: empty"}, 1, remarks});
    const int epochs = static_cast<int>(train_of(plan.train).epochs);
    int e = course.checkpoint.empty() ? 0 : Checkpoints(fs::path(course.checkpoint).parent_path()).standing().epoch;
    began.push_back(e);
    const int last = course.until > 0 ? std::min(course.until, epochs) : epochs;
    while (e < last) {
      ++e;
      StepReport step{e, 1, 1, e};
      step.objective = static_cast<double>(began.size());
      recorder.step(step);
      recorder.epoch({e, {{"val/loss", static_cast<double>(began.size())}}}, {{"seconds", 0.1}});
      during(e);
      recorder.checkpoint({e, e}, false, [&](const std::string& path) {
        if (full-- > 0) throw DiskFull("cannot write " + path + ": no room");
        write_file(path, safetensors_header(
                             {}, {{"epoch", "i" + std::to_string(e)}, {"global_step", "i" + std::to_string(e)}}));
        if (e == cut) cut = 0, throw Error("the light went out");
      });
    }
    if (e < epochs) return {Trained::paused, "paused", e};
    recorder.weights(e, "weights");
    return {Trained::finished, "", e};
  }
};

struct Heard : Progress {
  std::vector<std::string> said;
  void waits(const std::string& what) override { said.push_back(what); }
};

struct House {
  test::TemporaryFolder home{"resume_run"};
  Store store{home.path, Store::Access::write};
  LastingEngine engine;
  Heard heard;
  Circumstances circumstances;

  Ran train() { return run(test::tiny_plan(), circumstances, engine, store, heard); }
  Ran go_on(std::int64_t id = 1) { return resume(id, circumstances, engine, store, heard); }
  /// A run that ended short in this epoch, after that was recorded and before its checkpoint.
  void die_in(int epoch) {
    engine.during = [=](int e) {
      if (e == epoch) throw Error("the light went out");
    };
    train();
    engine.during = [](int) {};
  }
  Checkpoints checkpoints() { return Checkpoints(store.checkpoint_folder(1)); }
};

}  // namespace

TEST_CASE("where a run goes on from is read once nobody else can have it") {
  House house;
  house.die_in(3);
  Store other(house.home.path, Store::Access::write);
  std::thread late;
  other.atomically([&] {  // while this lasts, nobody claims the run
    late = std::thread([&] { house.go_on(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    house.checkpoints().write([](const std::string& path) {
      write_file(path, safetensors_header({}, {{"epoch", "i1"}, {"global_step", "i1"}}));
    });
  });
  late.join();
  const Record record = house.store.record(1);
  CHECK(house.engine.began.back() == 1);
  REQUIRE(record.attempts.size() == 1);
  CHECK(record.attempts[0].epoch == 1);
}

TEST_CASE("an end is announced once it is stored") {
  struct Looks : Progress {
    Store* store = nullptr;
    Status found = Status::scheduled;
    void ends(std::int64_t run, Status, const std::string&) override { found = store->run(run).status; }
  } looks;
  House house;
  looks.store = &house.store;
  run(test::tiny_plan(), house.circumstances, house.engine, house.store, looks);
  CHECK(looks.found == Status::finished);
}

TEST_CASE("a run goes on from its last checkpoint under its number; the branch past it is kept") {
  House house;
  house.die_in(2);
  CHECK(house.store.run(1).status == Status::failed);
  CHECK(house.store.run(1).epochs == 2);
  CHECK(has_checkpoint(house.store, 1));
  CHECK(house.go_on().status == Status::finished);
  CHECK(house.engine.began == std::vector{0, 1});
  const Record r = house.store.record(1);
  CHECK(r.run.attempt == 2);
  CHECK(r.run.reason.empty());
  CHECK(r.run.epochs == 3);
  std::vector<double> losses;
  for (const Point& p : r.metrics.at("val/loss")) losses.push_back(p.value);
  CHECK(losses == std::vector<double>{1, 2, 2});
  REQUIRE(r.attempts.size() == 1);
  CHECK(r.attempts[0].number == 1);
  CHECK(r.attempts[0].epoch == 1);
  CHECK_THAT(r.attempts[0].reason, Contains("the light went out"));
  CHECK_FALSE(r.attempts[0].ended.empty());
  CHECK(r.skipped.size() == 1);
  CHECK_FALSE(has_checkpoint(house.store, 1));
}

TEST_CASE("without a checkpoint a run begins anew under its number") {
  House house;
  house.die_in(1);
  CHECK_FALSE(has_checkpoint(house.store, 1));
  CHECK(house.go_on().status == Status::finished);
  CHECK(house.engine.began == std::vector{0, 0});
  CHECK(house.store.record(1).attempts.at(0).epoch == 0);
}

TEST_CASE("what a killed process left half written is swept away, what was kept stays") {
  House house;
  house.circumstances.keep_every = 1;
  house.die_in(3);
  write_file(house.store.checkpoint_folder(1) + "/last.safetensors.tmp123", "half");
  CHECK(house.checkpoints().names().size() == 4);
  CHECK(house.go_on().status == Status::finished);
  CHECK(house.checkpoints().names() ==
        std::vector<std::string>{"epoch_001.safetensors", "epoch_002.safetensors", "epoch_003.safetensors"});
}

TEST_CASE("a checkpoint that is to be kept for good is kept, whenever its process dies") {
  House house;
  house.circumstances.keep_every = 1;
  house.engine.cut = 2;
  CHECK(house.train().status == Status::failed);
  house.circumstances.keep_every = 2;
  CHECK(house.go_on().status == Status::finished);
  CHECK(house.checkpoints().names() == std::vector<std::string>{"epoch_001.safetensors", "epoch_002.safetensors"});
}

TEST_CASE("a run that stopped early and was killed before its checkpoint was removed is FINISHED all the same") {
  House house;
  house.die_in(2);
  house.store.end(1, Status::finished, "val/loss has not improved");
  REQUIRE(has_checkpoint(house.store, 1));
  CHECK_THROWS_WITH(house.go_on(), Contains("run1 is FINISHED"));
  CHECK(house.store.collect().files == 1);
  CHECK_FALSE(has_checkpoint(house.store, 1));
}

TEST_CASE("the checkpoint of a run that paused is not collected, nor does it stand for a FINISHED one") {
  House house;
  house.circumstances.until = 1;
  house.train();
  const std::string identity = house.store.run(1).identity;
  house.store.collect();
  CHECK(has_checkpoint(house.store, 1));
  CHECK(house.store.finished_as(identity) == 0);
  house.circumstances.until = 0;
  house.go_on();
  CHECK(house.store.finished_as(identity) == 1);
}

TEST_CASE("a run that was told to pause goes on, a FINISHED one does not") {
  House house;
  house.circumstances.until = 1;
  const Ran first = house.train();
  CHECK(first.status == Status::finished);
  CHECK(first.paused);
  CHECK(house.store.run(1).paused);
  CHECK(house.store.run(1).chosen_epoch == 1);
  house.circumstances.until = 2;
  CHECK(house.go_on().paused);
  house.circumstances.until = 0;
  CHECK(house.go_on().status == Status::finished);
  CHECK_FALSE(house.store.run(1).paused);
  CHECK(house.engine.began == std::vector{0, 1, 2});
  CHECK_THROWS_WITH(house.go_on(), Contains("run1 is FINISHED"));
}

TEST_CASE("a run that is under way is not resumed, nor one that is deleted; of two at once one wins") {
  House house;
  house.die_in(2);
  house.store.resume(1, this_process(), 1, 1);
  CHECK_THROWS_WITH(house.go_on(), Contains("run1 is RUNNING already"));
  CHECK_THROWS_WITH(house.store.resume(1, this_process(), 1, 1), Contains("run1 is RUNNING already"));
  house.store.end(1, Status::killed, "");
  house.store.remove(1);
  CHECK_THROWS_WITH(house.go_on(), Contains("deleted"));
}

TEST_CASE("what became of other data is not resumed, and nothing is changed") {
  test::TemporaryFolder data("resume_data");
  House house;
  house.die_in(2);
  Plan other = test::tiny_plan();
  other.fingerprint = std::string(64, '0');
  NewRun row;
  row.experiment = "e", row.plan = to_json(other), row.identity = "i", row.fingerprint = other.fingerprint;
  ProcessId gone = this_process();
  gone.start -= 1;
  house.store.start(house.store.add(row), gone);
  CHECK_THAT(house.store.run(2).reason, Contains("its process died"));
  CHECK_THROWS_WITH(house.go_on(2), Contains("the data of run2 are not what they were"));
  CHECK(house.store.run(2).attempt == 1);
}

TEST_CASE("a damaged checkpoint is refused by name, and nothing is changed") {
  House house;
  house.die_in(2);
  write_file(house.checkpoints().last(), "rubbish");
  CHECK_THROWS_WITH(house.go_on(), Contains("last.safetensors"));
  CHECK(house.store.run(1).status == Status::failed);
  CHECK(house.store.run(1).attempt == 1);
}

TEST_CASE("checkpoints of runs that are gone are removed with them") {
  House house;
  house.die_in(2);
  house.store.remove(1);
  CHECK(house.store.collect().files > 0);
  CHECK_FALSE(fs::exists(house.store.checkpoint_folder(1)));
}

TEST_CASE("a run whose disk stays full is FAILED, keeps its last checkpoint and can go on") {
  House house;
  house.circumstances.disk_wait_minutes = 0;
  house.engine.during = [&](int epoch) { house.engine.full = epoch == 2 ? 1000 : 0; };
  const Ran ran = house.train();
  CHECK(ran.status == Status::failed);
  CHECK_THAT(ran.reason, Contains("no room") && Contains("last checkpoint: epoch 1"));
  CHECK_FALSE(house.heard.said.empty());
  CHECK(house.checkpoints().standing().epoch == 1);
  house.engine.during = [](int) {};
  house.engine.full = 0;
  CHECK(house.go_on().status == Status::finished);
}
