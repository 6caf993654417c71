// The three controls on drawn radiographs, with and without a planted shortcut: each says what it should.
#include <catch2/catch.hpp>

#include "framework/run/run.h"
#include "reports/parts.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Opened once: LibTorch's pools are set up for a whole process.
Engine& engine() {
  static const std::unique_ptr<Engine> opened = open_engine();
  return *opened;
}

struct House {
  test::TemporaryFolder home{"engine_controls"};
  Store store{home.path, Store::Access::write};
  Progress silent;

  /// `fault`: "size" or "exposure", planted or not.
  Record run(const std::string& fault, double planted, const std::string& control) {
    const bool trains = control == "none" || control == "shuffled_labels";
    const Plan plan = test::tiny_plan({{"dataset.images", 150},
                                       {"dataset.height", 48},
                                       {"dataset." + fault, planted},
                                       {"split.test", 0.4},
                                       {"model.batch_norm", true},
                                       {"train.epochs", trains ? 20 : 1},
                                       {"train.batch", 16},
                                       {"optimizer.rate", 1e-2},
                                       {"train.control", control}});
    const Ran ran = xp::run(plan, {}, engine(), store, silent);
    INFO(ran.reason);
    REQUIRE(ran.status == Status::finished);
    return store.record(ran.id);
  }
};

double accuracy(const Record& record) { return spread(record, "test/accuracy").mean; }

/// 60 test images of three classes: chance is 0.33, and with 99.9 % below 0.55.
constexpr double near_chance = 0.55;

}  // namespace

TEST_CASE("neighbours on size and thumbnail find a planted shortcut, and nothing in clean pictures") {
  House house;
  const Record planted = house.run("size", 0.6, "image_statistics"), clean = house.run("size", 0, "image_statistics");
  CHECK(accuracy(planted) > 0.9);
  CHECK(accuracy(house.run("exposure", 1, "image_statistics")) > 0.8);
  CHECK(accuracy(clean) < near_chance);
  CHECK_THAT(planted.remarks.at(0), Contains("nearest in the training part by size"));
  CHECK(planted.test.size() == 60);
}

TEST_CASE("a recipe that learns what there is learns nothing from labels dealt out anew") {
  House house;
  const Record network = house.run("exposure", 1, "none"), shuffled = house.run("exposure", 1, "shuffled_labels");
  CHECK(accuracy(network) > 0.6);
  CHECK(accuracy(house.run("exposure", 0, "shuffled_labels")) < near_chance);
  REQUIRE(network.samples.size() == shuffled.samples.size());
  for (std::size_t i = 0; i < network.samples.size(); ++i) {
    CHECK(network.samples[i].part == shuffled.samples[i].part);
    CHECK(network.samples[i].label == shuffled.samples[i].label);  // what is recorded of the data stays true
  }
  int others = 0;
  for (std::size_t i = 0; i < network.validation.size(); ++i)
    others += network.validation[i].label != shuffled.validation[i].label;
  CHECK(others > 0);
  for (std::size_t i = 0; i < network.test.size(); ++i) CHECK(network.test[i].label == shuffled.test[i].label);
}

TEST_CASE("a recipe that memorises labels dealt out anew is told from one that does not") {
  House house;
  const auto verdict = [&](const Settings& recipe) {
    Settings set{{"dataset.images", 60}, {"dataset.height", 48}, {"model.batch_norm", true}, {"train.batch", 8}};
    set.insert(set.end(), recipe.begin(), recipe.end());
    const Ran network = xp::run(test::tiny_plan(set), {}, engine(), house.store, house.silent);
    set.push_back({"train.control", "shuffled_labels"});
    Circumstances beside;
    beside.parent = network.id, beside.role = "control shuffled-labels";
    REQUIRE(xp::run(test::tiny_plan(set), beside, engine(), house.store, house.silent).status == Status::finished);
    return control_sentences(house.store.record(network.id)).at(0);
  };
  CHECK_THAT(verdict({{"model.filters", "16,32"}, {"train.epochs", 50}, {"optimizer.rate", 1e-2}}),
             Contains("of the dealt labels right") && Contains("the recipe learns noise by heart"));
  CHECK_THAT(verdict({{"train.epochs", 2}, {"optimizer.rate", 1e-3}}),
             Contains("of the dealt labels right") && Contains("does not learn noise by heart"));
}

TEST_CASE("the majority control names the largest class of the training part, shortcut or not") {
  House house;
  for (const double size : {0.0, 0.6}) {
    const Record record = house.run("size", size, "majority");
    REQUIRE(record.test.size() == 60);
    const int named = predicted(record.test[0]);
    int right = 0;
    for (const Prediction& p : record.test) {
      CHECK(predicted(p) == named);
      right += p.label == named;
    }
    CHECK(accuracy(record) == Approx(right / 60.0));
    CHECK(accuracy(record) == Approx(1.0 / 3).margin(0.02));
  }
}
