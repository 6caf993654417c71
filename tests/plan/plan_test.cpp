#include "framework/plan/plan.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "framework/base/file.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("a plan survives its JSON, which is canonical") {
  const Plan plan = test::tiny_plan({{"callback", "early_stopping"}, {"optimizer.rate", 3e-4}});
  const std::string json = to_json(plan);
  CHECK(to_json(plan_from_json(json)) == json);
  CHECK(identity_hash(plan_from_json(json)) == identity_hash(plan));
  CHECK_THAT(json, Contains("\"rate\":0.0003"));
  CHECK_THAT(json, !Contains("\n"));
}

TEST_CASE("a stored plan that lacks the one plugin of a kind, or has two, is refused by that kind's name") {
  nlohmann::json without = nlohmann::json::parse(to_json(test::tiny_plan())), twice = without;
  without["plugins"].erase("model");
  CHECK_THROWS_WITH(plan_from_json(without.dump()), Contains("0 plugins of the kind model"));
  twice["plugins"]["model"] = {twice["plugins"]["model"], twice["plugins"]["model"]};
  CHECK_THROWS_WITH(plan_from_json(twice.dump()), Contains("2 plugins of the kind model"));
  twice["plugins"]["model"] = nlohmann::json::array();
  CHECK_THROWS_WITH(plan_from_json(twice.dump()), Contains("0 plugins of the kind model"));
}

TEST_CASE("a plan of format 1 reads back as it was computed, on the CPU in fp32, and stays the same experiment") {
  std::string json = read_file(XP_SOURCE_DIR "/tests/plan/fixtures/plan_format_1.json");
  json.pop_back();  // the newline of its file
  Plan plan = plan_from_json(json);
  CHECK(train_of(plan.train).device == "cpu");
  CHECK(train_of(plan.train).precision == "fp32");
  CHECK(to_json(plan) == json);
  CHECK(identity_hash(plan) == "1503c879ff317b09f08e28e8a4a7d51ab908e729f7ae86d0e86ccffc7ee333bc");
  set(plan.train, "precision", "bf16");
  CHECK_THAT(to_json(plan), Contains("\"format\":2") && Contains("\"precision\":\"bf16\""));
  CHECK(identity_hash(plan_from_json(to_json(plan))) == identity_hash(plan));
}

TEST_CASE("a plan without variants of its images is written, and is the same experiment, as before there were any") {
  const Plan without = test::tiny_plan(), with = test::tiny_plan({{"train.variants", 4}});
  CHECK(find(without.train, "variants")->text() == "0");
  CHECK_THAT(to_json(without), Contains("\"format\":2") && !Contains("variants"));
  CHECK(train_of(plan_from_json(to_json(without)).train).variants == 0);
  CHECK(flattened(plan_from_json(to_json(without))).size() == flattened(without).size());
  CHECK_THAT(to_json(with), Contains("\"format\":3") && Contains("\"variants\":4"));
  CHECK(train_of(plan_from_json(to_json(with)).train).variants == 4);
  CHECK(identity_hash(with) != identity_hash(without));
  CHECK(identity_hash(plan_from_json(to_json(with))) == identity_hash(with));
  CHECK(identity_hash(test::tiny_plan({{"train.variants", 0}})) == identity_hash(without));

  std::string json = read_file(XP_SOURCE_DIR "/tests/plan/fixtures/plan_format_1.json");
  Plan old = plan_from_json(json);
  set(old.train, "variants", 4);
  CHECK_THAT(to_json(old), Contains("\"format\":3") && Contains("\"device\":\"cpu\""));
}

TEST_CASE(
    "device and precision are settings of the plan: swept, part of its identity, refused where they make no sense") {
  Experiment both = test::tiny();
  both.sweep("train.precision", {"fp32", "bf16"});
  const std::vector<Plan> plans = expand(both, "both", {});
  REQUIRE(plans.size() == 2);
  CHECK(identity_hash(plans[0]) != identity_hash(plans[1]));
  CHECK(identity_hash(test::tiny_plan({{"train.device", "cuda"}})) != identity_hash(test::tiny_plan()));
  CHECK(train_of(test::tiny_plan({{"train.device", "cuda:1"}}).train).device == "cuda:1");
  CHECK_THROWS_WITH(test::tiny_plan({{"train.device", "gpu"}}), Contains("no device \"gpu\""));
  CHECK_THROWS_WITH(test::tiny_plan({{"train.precision", "fp16"}}), Contains("auto, fp32, bf16"));
}

TEST_CASE(
    "a training setting that came later is written only where it is not at its default, and read back as it was") {
  Plan plan = test::tiny_plan();
  CHECK_THAT(to_json(plan), Contains("\"format\":2") && !Contains("clip_norm") && !Contains("accumulate"));
  xp::set(plan.train, "clip_norm", 1.0);
  CHECK_THAT(to_json(plan), Contains("\"format\":4") && Contains("clip_norm") && !Contains("accumulate"));
  const Plan again = plan_from_json(to_json(plan));
  CHECK(train_of(again.train).clip_norm == 1);
  CHECK(train_of(again.train).accumulate == 1);
  CHECK(identity_hash(again) == identity_hash(plan));
  CHECK(to_json(again) == to_json(plan));
}

TEST_CASE("identity covers what can change the result, and nothing else") {
  const std::string hash = identity_hash(test::tiny_plan());
  CHECK(hash.size() == 64);
  for (const Settings& set : {Settings{{"seed", 2}},
                              {{"seed.order", 2}},
                              {{"split.seed", 2}},
                              {{"train.batch", 4}},
                              {{"model.dropout", 0.1}},
                              {{"dataset.seed", 9}},
                              {{"optimizer", "sgd"}}})
    CHECK(identity_hash(test::tiny_plan(set)) != hash);
  Experiment renamed = test::tiny();
  renamed.title("asked in other words");
  CHECK(identity_hash(expand(renamed, "another_file", {}).at(0)) == hash);
}

TEST_CASE("data count by content: a moved folder is the same experiment, a changed file is another") {
  const test::TemporaryFolder folder("plan");
  const auto fill = [&](const std::string& root, const std::string& odd) {
    for (const char* label : {"a", "b"})
      for (int i = 0; i < 6; ++i) {
        std::filesystem::create_directories(folder / (root + "/" + label));
        std::ofstream(folder / (root + "/" + label + "/" + std::to_string(i) + ".png"))
            << label << i << (i == 3 ? odd : "");
      }
  };
  fill("one", ""), fill("two", ""), fill("three", "!");
  const auto hash = [&](const std::string& root) {
    return identity_hash(test::tiny_plan({{"dataset", "image_folder"}, {"dataset.path", folder / root}}));
  };
  CHECK(hash("one") == hash("two"));
  CHECK(hash("one") != hash("three"));
}

TEST_CASE("relative paths are stored absolute") {
  const test::TemporaryFolder folder("relative");
  for (const char* label : {"a", "b"}) {
    std::filesystem::create_directories(folder / label);
    for (int i = 0; i < 6; ++i)
      std::ofstream(folder / (std::string(label) + "/" + std::to_string(i) + ".jpg")) << label << i;
  }
  const std::string relative = std::filesystem::relative(folder.path).string();
  const Plan plan = test::tiny_plan({{"dataset", "image_folder"}, {"dataset.path", relative}});
  CHECK(find(plan.only(Kind::dataset).settings, "path")->text() == folder.path.string());
}

TEST_CASE("settings are flattened for the log, and what differs is found") {
  const Settings a = flattened(test::tiny_plan()),
                 b = flattened(test::tiny_plan({{"seed", 2}, {"model.dropout", 0.5}}));
  CHECK(find(a, "model")->text() == "small_cnn");
  CHECK(find(a, "transform.resize.size")->text() == "16");
  CHECK(differing({a, b}) == std::vector<std::string>{"model.dropout", "seed.init", "seed.order"});
  CHECK(differing({a, a}).empty());
}

TEST_CASE("the network is features, attention, neck, dropout and a linear head") {
  const Plan plan = test::tiny_plan({{"attention", "squeeze_excite"}, {"model.dropout", 0.25}});
  CHECK(input(plan) == Shape{1, 16, 16});
  const Net net = network(plan);
  REQUIRE(net.parts.size() == 5);
  CHECK(net.parts[3] == dropout(0.25));
  CHECK(measure(net, input(plan)).out == Shape{3, 1, 1});
  const Estimate e = estimate(plan, 1e9);
  // conv 1→4, conv 4→8, squeeze-excite 8→1→8, linear 8→3, all with biases
  CHECK(e.cost.parameters == (9 * 4 + 4) + (9 * 4 * 8 + 8) + (8 + 1 + 8 + 8) + (8 * 3 + 3));
  CHECK(e.seconds == Approx(3.0 * static_cast<double>(e.cost.multiply_adds) * 24 * 3 / 1e9));
  CHECK(e.memory > 4 * 4 * static_cast<double>(e.cost.parameters));
}

TEST_CASE("frozen features are estimated to cost one forward pass an image, or one a variant or epoch") {
  const auto passes = [](const Settings& set) {
    const Estimate e = estimate(test::tiny_plan(set), 1e9);
    return e.multiply_adds / (static_cast<double>(e.cost.multiply_adds) * 24);
  };
  CHECK(passes({}) == Approx(3 * 3));
  CHECK(passes({{"model.freeze", "1"}}) == Approx(3 * 3));
  CHECK(passes({{"model.freeze", "features"}, {"attention", "eca"}}) == Approx(3 * 3));
  CHECK(passes({{"model.freeze", "features"}}) == Approx(1));
}

TEST_CASE("one sigmoid output is enough for two classes") {
  const Plan plan = test::tiny_plan({{"dataset.task", "double_curve"}, {"loss", "binary_cross_entropy"}});
  CHECK(measure(network(plan), input(plan)).out.c == 1);
  CHECK_THROWS_WITH(test::tiny_plan({{"loss", "binary_cross_entropy"}}),
                    Contains("binary_cross_entropy") || Contains("two"));
}
