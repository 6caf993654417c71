#include <catch2/catch.hpp>
#include <filesystem>

#include "framework/plan/expand.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Experiment sweep() {
  Experiment e = test::tiny();
  e.model({{"small_cnn", {{"filters", "4"}}}, {"resnet", {{"depth", 18}}}})
      .attention({{"none"}, {"cbam", {{"reduction", 4}}}})
      .transforms({{"resize", {{"size", 40}}}})
      .sweep("model.dropout", {0.2, 0.5})
      .sweep("seed", {1, 2, 3})
      .quick({{"train.epochs", 1}, {"seed", 7}});
  return e;
}

std::vector<Plan> plans(const Settings& set, bool quick = false) { return expand(sweep(), "sweep", {set, quick}); }
std::string text(const Plan& plan, const std::string& name) { return find(flattened(plan), name)->text(); }

}  // namespace

TEST_CASE("a sweep is every combination, the last axis fastest") {
  const auto all = plans({});
  REQUIRE(all.size() == 2 * 2 * 2 * 3);
  CHECK(text(all[0], "model") == "small_cnn");
  CHECK(text(all[0], "seed.init") == "1");
  CHECK(text(all[1], "seed.init") == "2");
  CHECK(text(all[1], "seed.order") == "2");
  CHECK(text(all[3], "model.dropout") == "0.5");
  CHECK(text(all.back(), "attention") == "cbam");
}

TEST_CASE("runs of a seed sweep share their split") {
  for (const Plan& plan : plans({})) CHECK(text(plan, "split.seed") == "1");
  Experiment e = test::tiny();
  e.sweep("split.seed", {1, 2});
  const auto two = expand(e, "e", {});
  REQUIRE(two.size() == 2);
  CHECK(text(two[1], "split.seed") == "2");
  CHECK(identity_hash(two[0]) != identity_hash(two[1]));
}

TEST_CASE("--set replaces a plugin and collapses its axis") {
  CHECK(plans({{"model", "small_cnn"}}).size() == 12);
  const auto one =
      plans({{"model", "resnet"}, {"model.depth", 34}, {"attention", "none"}, {"seed", 5}, {"model.dropout", 0.1}});
  REQUIRE(one.size() == 1);
  CHECK(text(one[0], "model.depth") == "34");
  CHECK(text(one[0], "seed.order") == "5");
  CHECK(text(one[0], "model.dropout") == "0.1");
}

TEST_CASE("--quick applies the experiment's own overrides, and --set has the last word") {
  const auto quick = plans({}, true);
  REQUIRE(quick.size() == 8);
  CHECK(text(quick[0], "train.epochs") == "1");
  CHECK(text(plans({{"train.epochs", 4}}, true)[0], "train.epochs") == "4");
}

TEST_CASE("a setting of a list goes to the only plugin that has it") {
  Experiment e = test::tiny();
  e.callbacks({{"early_stopping"}, {"reduce_rate_on_plateau"}});
  CHECK(text(expand(e, "e", {{{"callback.factor", 0.5}}, false})[0], "callback.reduce_rate_on_plateau.factor") ==
        "0.5");
  CHECK_THROWS_WITH(expand(e, "e", {{{"callback.patience", 2}}, false}), Contains("more than one"));
  CHECK(text(expand(e, "e", {{{"callback.early_stopping.patience", 2}}, false})[0],
             "callback.early_stopping.patience") == "2");
  CHECK(text(expand(e, "e", {{{"callback", "none"}}, false})[0], "callback").empty());
}

TEST_CASE("what is wrong is said before anything runs, with the nearest name") {
  const auto refusal = [](const Settings& set) {
    try {
      test::tiny_plan(set);
    } catch (const Error& e) {
      return std::string(e.what()) + " | " + e.hint();
    }
    return std::string("accepted");
  };
  CHECK_THAT(refusal({{"model", "small_cn"}}),
             Contains("no model \"small_cn\"") && Contains("did you mean \"small_cnn\"?"));
  CHECK_THAT(refusal({{"model.filtres", "4"}}), Contains("unknown setting \"filtres\"") && Contains("\"filters\""));
  CHECK_THAT(refusal({{"modle.filters", "4"}}), Contains("no setting \"modle.filters\"") && Contains("\"model\""));
  CHECK_THAT(refusal({{"train.epochs", 0}}), Contains("out of range") && Contains("1 to 100000"));
  CHECK_THAT(refusal({{"train.epochs", 1.5}}), Contains("a whole number"));
  CHECK_THAT(refusal({{"train.epocs", 3}}), Contains("did you mean \"epochs\"?"));
  CHECK_THAT(refusal({{"train.monitor", "val/acuracy"}}), Contains("did you mean \"val/accuracy\"?"));
  CHECK_THAT(refusal({{"train.monitor", "test/accuracy"}}), Contains("the test set is scored once"));
  CHECK_THAT(refusal({{"split.validation", 0.0}}), Contains("no image for validation") && Contains("train/loss"));
  CHECK_THAT(refusal({{"split.validation", 0.0}, {"train.monitor", "train/loss"}}), Contains("accepted"));
  CHECK_THAT(refusal({{"seed.inti", 3}}), Contains("seed.init"));
  CHECK_THAT(refusal({{"split.test", 0.99}}), !Contains("accepted"));
  CHECK_THAT(refusal({{"transform.size", 8}, {"model.filters", "4,4,4,4,4"}}),
             Contains("8") && Contains("transform.size"));
}

TEST_CASE("an experiment that leaves nothing to run says so") {
  Experiment e = test::tiny();
  e.sweep("seed", {});
  CHECK_THROWS_WITH(expand(e, "e", {}), Contains("expands to no plan"));
  CHECK_THROWS_WITH(expand(Experiment(), "empty", {}), Contains("names no dataset"));
}

TEST_CASE("the order of axes and overrides does not matter") {
  Experiment e = test::tiny();
  e.sweep("model.dropout", {0.2, 0.5}).sweep("model", {"small_cnn", "resnet"}).transforms({"resize", {{"size", 40}}});
  const auto four = expand(e, "e", {});
  REQUIRE(four.size() == 4);
  CHECK(text(four[1], "model") == "resnet");
  CHECK(text(four[1], "model.dropout") == "0.2");
  CHECK(text(four[3], "model.dropout") == "0.5");
  CHECK(text(plans({{"model.depth", 34}, {"model", "resnet"}})[0], "model.depth") == "34");
}

TEST_CASE("what is set is no longer swept, and half of a sweep cannot be set") {
  CHECK(plans({{"seed", 9}}).size() == 8);
  CHECK_THROWS_WITH(plans({{"seed.init", 9}}), Contains("sweeps seed"));
  Experiment e = test::tiny();
  e.callbacks("early_stopping").sweep("callback.early_stopping.patience", {1, 2, 3});
  CHECK(expand(e, "e", {}).size() == 3);
  CHECK(expand(e, "e", {{{"callback.patience", 5}}, false}).size() == 1);
}

TEST_CASE("two plans that are the same are refused") {
  Experiment e = test::tiny();
  e.sweep("seed", {1, 2, 1});
  CHECK_THROWS_WITH(expand(e, "e", {}), Contains("plans 1 and 3 are the same"));
}

TEST_CASE("--set wants NAME=VALUE") {
  CHECK(parse_setting("model.depth=18") == Setting{"model.depth", 18});
  CHECK(parse_setting("optimizer.rate=1e-4") == Setting{"optimizer.rate", 1e-4});
  CHECK(parse_setting("dataset.path=a=b") == Setting{"dataset.path", "a=b"});
  CHECK_THROWS_WITH(parse_setting("model.depth"), Contains("NAME=VALUE"));
}
