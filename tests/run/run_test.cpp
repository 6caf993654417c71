#include "framework/run/run.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/file.h"
#include "framework/run/rerun/stored.h"
#include "framework/run/rerun/verify.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

struct House {
  test::TemporaryFolder home{"run"};
  Store store{home.path, Store::Access::write};
  test::FakeEngine engine;
  Progress silent;
  Circumstances circumstances;

  Ran train(const Plan& plan = test::tiny_plan()) { return run(plan, circumstances, engine, store, silent); }
};

}  // namespace

TEST_CASE("a run that ends is FINISHED, with its plan, curves, predictions and weights") {
  House house;
  house.circumstances.tags = {"t"};
  house.circumstances.threads = 2;
  const Ran ran = house.train();
  CHECK(ran.status == Status::finished);
  const Record r = house.store.record(ran.id);
  CHECK(r.plan == to_json(test::tiny_plan()));
  CHECK(r.run.identity == identity_hash(test::tiny_plan()));
  CHECK(r.run.chosen_epoch == 3);
  CHECK(r.metrics.at("val/loss").size() == 3);
  CHECK(r.metrics.at("test/accuracy").at(0).value == Approx(0.2));  // one of five is the class it always names
  CHECK(r.samples.size() == 24);
  CHECK_FALSE(r.validation.empty());
  CHECK(find(r.environment, "threads")->text() == "2");
  CHECK(find(r.environment, "libtorch")->text() == "none");
  CHECK(r.artifacts.at(0).name == "weights.safetensors");
}

TEST_CASE("what is remarked on the weights that a run starts from stays with it") {
  House house;
  house.engine.remarks = {"weights of a.pt (torchvision names)", "a.pt: the head is drawn anew"};
  CHECK(house.store.record(house.train().id).remarks == house.engine.remarks);
}

TEST_CASE("a split that groups keep from its shares is remarked") {
  House house;
  const Plan plan =
      test::tiny_plan({{"dataset.images_per_patient", 4}, {"split.validation", 0}, {"train.monitor", "train/loss"}});
  const std::vector<std::string> said = house.store.record(house.train(plan).id).remarks;
  REQUIRE_FALSE(said.empty());
  CHECK_THAT(said[0], Contains("split: groups stay whole, so "));
}

TEST_CASE("what the audit of the data finds stays with the run, and --strict refuses to learn from a leak") {
  House house;
  house.engine.saw = [](Survey& survey) {
    for (Look& look : survey.looks) look.pixels = "all the same", look.contrast = 0.2;
  };
  const Plan plan = test::tiny_plan({{"dataset.seed", 77}});  // of its own: what was seen is remembered
  const Ran ran = house.train(plan);
  CHECK(ran.status == Status::finished);
  const std::vector<Audit::Finding> findings = house.store.record(ran.id).findings;
  REQUIRE_FALSE(findings.empty());
  CHECK(findings[0].grade == Audit::Grade::leak);
  CHECK(findings[0].name == "equal pixels");
  CHECK_FALSE(findings[0].samples.empty());

  house.circumstances.strict = true;
  const Ran refused = house.train(plan);
  CHECK(refused.status == Status::failed);
  CHECK(refused.refused);
  CHECK_THAT(refused.reason, Contains("--strict") && Contains("two sides"));
  const Record record = house.store.record(refused.id);
  CHECK(record.run.epochs == 0);
  CHECK(record.findings.size() == findings.size());
}

TEST_CASE("a loss that is no number makes the run FAILED, with the reason and all that came before") {
  House house;
  house.engine.nan_at = 2;
  const Ran ran = house.train();
  CHECK(ran.status == Status::failed);
  CHECK_THAT(ran.reason, Contains("NaN"));
  const Record r = house.store.record(ran.id);
  CHECK(r.run.epochs == 1);
  CHECK(r.test.empty());
}

TEST_CASE("an engine that throws makes the run FAILED, not the program") {
  House house;
  house.engine.during = [](int) { throw Error("no images here", "look there"); };
  const Ran ran = house.train();
  CHECK(ran.status == Status::failed);
  CHECK_THAT(ran.reason, Contains("no images here") && Contains("look there"));
}

TEST_CASE("xp stop makes the run KILLED and keeps what was learned; its test set stays unseen") {
  House house;
  house.engine.during = [&](int epoch) {
    if (epoch != 2) return;
    house.store.request_stop(1);
    ::usleep(250'000);  // it is looked for five times a second
  };
  const Ran ran = house.train();
  CHECK(ran.status == Status::killed);
  CHECK_THAT(ran.reason, Contains("xp stop") && Contains("in epoch 2"));
  const Record r = house.store.record(ran.id);
  CHECK(r.run.chosen_epoch == 1);
  CHECK_FALSE(r.artifacts.empty());
  CHECK_FALSE(r.validation.empty());
  CHECK(r.test.empty());
  CHECK_THROWS_WITH(house.store.request_stop(ran.id), Contains("nothing to stop"));
}

TEST_CASE("what auto came to is recorded beside the plan, and a rerun may be held to it") {
  House house;
  CHECK(find(house.store.record(house.train().id).environment, "precision")->text() == "bf16");
  house.engine.native = "fp32";
  CHECK(find(house.store.record(house.train().id).environment, "precision")->text() == "fp32");
  house.circumstances.precision = stored_placement(house.store.record(1)).precision;
  CHECK(find(house.store.record(house.train().id).environment, "precision")->text() == "bf16");
  house.circumstances.precision = "";
  CHECK(
      find(house.store.record(house.train(test::tiny_plan({{"train.precision", "fp32"}})).id).environment, "precision")
          ->text() == "fp32");
}

TEST_CASE("a rerun of the stored plan is verified bit by bit") {
  House house;
  const Ran first = house.train(), second = house.train(stored_plan(house.store.record(1)));
  const Record a = house.store.record(first.id);
  Record b = house.store.record(second.id);
  CHECK(verify(a, b).identical());
  CHECK(verify(a, b).metrics_compared > 9);

  SECTION("one bit of one epoch") {
    b.metrics["val/loss"][1].value = std::nextafter(b.metrics["val/loss"][1].value, 9.0);
    CHECK_FALSE(verify(a, b).identical());
    CHECK_THAT(verify(a, b).difference(), Contains("epoch 2: val/loss"));
  }
  SECTION("an epoch less") {
    b.metrics["val/loss"].pop_back();
    CHECK_THAT(verify(a, b).difference(), Contains("epoch 3: val/loss is missing"));
  }
  SECTION("a prediction") {
    b.test.at(0).probabilities[0] -= 1e-16;
    CHECK_THAT(verify(a, b).difference(), Contains("the test prediction of"));
  }
  SECTION("an image on another side") {
    b.samples.at(0).part = b.samples.at(0).part == Part::train ? Part::test : Part::train;
    CHECK_THAT(verify(a, b).difference(), Contains("the split:"));
  }
  SECTION("NaN equals NaN") {
    Record c = a;
    c.metrics["val/loss"][0].value = b.metrics["val/loss"][0].value = NAN;
    CHECK(verify(c, b).identical());
  }
  SECTION("what differs of the environment is named") {
    xp::set(b.environment, "threads", 7);
    const std::vector<Condition> found = verify(a, b).conditions;
    REQUIRE(found.size() == 1);
    CHECK(found[0].what + " " + found[0].was + " " + found[0].now == "threads 1 7");
    CHECK(found[0].effect == Effect::matters);
  }
}
