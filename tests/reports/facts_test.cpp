#include "reports/facts.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

namespace {

const KeyFact* fact(const std::vector<KeyFact>& all, const std::string& name) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const KeyFact& f) { return f.name == name; });
  return at == all.end() ? nullptr : &*at;
}

}  // namespace

TEST_CASE("the test score leads, by balanced accuracy or by what chose the epoch, with its interval") {
  Record r = test::healthy(3);
  const ScoreReport scored = score_report(r, {});
  std::vector<KeyFact> facts = key_facts({r}, &scored);
  CHECK(facts[0].name == "balanced accuracy, test");
  CHECK(facts[0].value == "95.0 %");
  CHECK_THAT(facts[0].more, Catch::StartsWith("95 % interval 9"));
  set(r.settings, "train.monitor", "val/accuracy");
  facts = key_facts({r}, &scored);
  CHECK(facts[0].name == "accuracy, test");
  CHECK(facts[0].value == "95.0 %");
  CHECK(facts[0].more == "95 % interval 91 to 97");
}

TEST_CASE("without a score report counts still have their interval, and an untested run says so") {
  Record r = test::healthy(3);
  CHECK(key_facts({r}, nullptr)[0].value == "95.0 %");
  r.test.clear();
  CHECK(key_facts({r}, nullptr)[0].name == "accuracy, validation (not tested)");
  CHECK(key_facts({test::killed(4)}, nullptr)[0].value == "not tested");
}

TEST_CASE("images, patients, epochs, network and time are there where they are known") {
  Record r = test::healthy(3, 10, 0, {60, 20, 20});
  for (std::size_t i = 0; i < r.samples.size(); ++i) r.samples[i].group = "patient " + std::to_string(i / 2);
  r.telemetry["seconds"] = test::series(20, [](int) { return 3.0; });
  Material run{r};
  run.network.name = "small_cnn", run.network.parameters = 12345;
  const std::vector<KeyFact> facts = key_facts(run, nullptr);
  REQUIRE(fact(facts, "images"));
  CHECK(fact(facts, "images")->value == "60 / 20 / 20");
  REQUIRE(fact(facts, "groups (patients)"));
  CHECK(fact(facts, "groups (patients)")->value == "30 / 10 / 10");
  REQUIRE(fact(facts, "epochs"));
  CHECK(fact(facts, "epochs")->value == "20");
  CHECK(fact(facts, "epochs")->more == "weights of epoch 19");
  REQUIRE(fact(facts, "network"));
  CHECK(fact(facts, "network")->more == "12 345 parameters");
  REQUIRE(fact(facts, "training time"));
  CHECK(fact(facts, "training time")->value == "1:00");
  CHECK_FALSE(fact(key_facts({Record{}}, nullptr), "images"));
  CHECK(fact(key_facts({test::killed(4)}, nullptr), "epochs")->value == "2 of 20");
}

TEST_CASE("of tiles the images are counted") {
  const std::vector<KeyFact> facts = key_facts({test::tiled()}, nullptr);
  REQUIRE(fact(facts, "images"));
  CHECK(fact(facts, "images")->value == "20 / 4 / 8");
}
