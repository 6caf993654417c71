#include "framework/run/controls.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/run/rerun/verify.h"
#include "framework/run/run.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// An engine whose thumbnails give the class away by their width.
struct Telling : test::FakeEngine {
  std::vector<std::vector<double>> thumbnails(const Listing& listing, const Choice&, int side, int,
                                              const std::function<bool()>&) override {
    std::vector<std::vector<double>> out;
    for (const Sample& s : listing.samples) {
      out.emplace_back(static_cast<std::size_t>(2 + side * side), 0.5);
      out.back()[0] = 300 + 100 * s.label, out.back()[1] = 400;
      if (s.name == unreadable) out.back()[0] = std::nan("");
    }
    return out;
  }
  std::string unreadable;
};

struct House {
  test::TemporaryFolder home{"controls"};
  Store store{home.path, Store::Access::write};
  Telling engine;
  Progress silent;
  Ran run(const std::string& control) {
    return xp::run(test::tiny_plan({{"train.control", control}, {"train.epochs", 1}}), {}, engine, store, silent);
  }
};

}  // namespace

TEST_CASE("a control that trains nothing is recorded as a run of one epoch without weights") {
  House house;
  const Ran ran = house.run("image_statistics");
  REQUIRE(ran.status == Status::finished);
  const Record record = house.store.record(ran.id);
  CHECK(record.run.chosen_epoch == 1);
  CHECK(record.run.epochs == 1);
  CHECK(record.artifacts.empty());
  CHECK(record.metrics.at("val/accuracy").at(0).value == 1);
  CHECK(record.metrics.at("test/accuracy").at(0).value == 1);
  CHECK_FALSE(record.validation.empty());
  CHECK_THAT(record.remarks.at(0), Contains("A control: the 5 nearest in the training part by size and thumbnail"));
}

TEST_CASE("a control is tested on what the recipe is tested on") {
  House house;
  const Record recipe = house.store.record(house.run("none").id),
               control = house.store.record(house.run("majority").id);
  REQUIRE(recipe.test.size() == control.test.size());
  for (std::size_t i = 0; i < recipe.test.size(); ++i) CHECK(recipe.test[i].sample == control.test[i].sample);
  CHECK(recipe.run.identity != control.run.identity);
}

TEST_CASE("a control run again says the same, bit for bit") {
  House house;
  const Record first = house.store.record(house.run("image_statistics").id),
               again = house.store.record(house.run("image_statistics").id);
  const Verification v = verify(first, again);
  CHECK(v.identical());
  CHECK(v.predictions_compared > 0);
}

TEST_CASE("an image that cannot be read ends a control as it ends a recipe") {
  House house;
  house.engine.unreadable = listing(test::tiny_plan().only(Kind::dataset)).samples.at(2).name;
  const Ran ran = house.run("majority");
  CHECK(ran.status == Status::failed);
  CHECK_THAT(ran.reason, Contains(house.engine.unreadable + " cannot be read"));
}
