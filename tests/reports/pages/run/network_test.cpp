// Network, settings, environment and how to do it again, on a run's page.
#include <catch2/catch.hpp>

#include "reports/pages/run/sections.h"
#include "tests/support/pages.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("the network is a sentence with its totals, and its layers are folded away") {
  Material run{test::healthy(1)};
  CHECK(network_section(run).body.empty());
  run.network = {"small_cnn", "1×32×32", 1234, 99000, 2, {{{"layer"}}, {{"features.0"}, {"head"}}}};
  const std::string body = network_section(run).body;
  CHECK_THAT(body, Contains("1 234 trainable parameters") && Contains("99 000 multiply-adds") &&
                       Contains("<details><summary>Layer by layer, 2 in all</summary>") && Contains("features.0"));
  CHECK(test::balanced(body));
}

TEST_CASE("a network that cannot be shown has the reason instead") {
  Material run{test::healthy(1)};
  run.network.missing = "model mine is the experiment's own";
  const Section section = network_section(run);
  CHECK_THAT(section.body, Contains("model mine is the experiment&#39;s own") && !Contains("<details>"));
  CHECK(section.hint.empty());
}

TEST_CASE("settings that differ from their defaults stand apart where defaults are known") {
  Material run{test::healthy(1)};
  CHECK_THAT(settings_section(run).body, !Contains("set here"));
  run.defaults = {{"model.dropout", 0.0}, {"train.batch", 16}};
  const Section section = settings_section(run);
  CHECK_THAT(section.body, Contains("set here (default)") && Contains("dropout 0.2 (0)"));
  CHECK_THAT(section.hint, Contains("1 of 2 settings differ"));
}

TEST_CASE("the environment is sorted, and the command line stands with how to do it again") {
  Material run{test::healthy(12)};
  set(run.record.environment, "command", "xp run a.cpp --name \"<b>\"");
  CHECK_THAT(environment_section(run).body, Contains("Machine") && Contains("Software") &&
                                                Contains("weights.safetensors") && !Contains("xp run a.cpp"));
  const Section section = rerun_section(run);
  CHECK_THAT(section.body, Contains("xp rerun run12 --verify") &&
                               Contains("xp run a.cpp --name &quot;&lt;b&gt;&quot;") &&
                               Contains("XP_EXPERIMENT(e) {}") && Contains("commit 0123abcd"));
  CHECK(test::balanced(section.body));
  CHECK(environment_section({Record{}}).body.empty());
}

TEST_CASE("a source that is too long is named, not shown") {
  Material run{test::healthy(12)};
  run.record.sources[0].text = std::string(100'000, 'x');
  const std::string body = rerun_section(run).body;
  CHECK_THAT(body, Contains("too long for this page") && Contains("experiments/double_curve.cpp"));
  CHECK(body.size() < 3000);
}

TEST_CASE("an import says where it comes from, and has nothing to run again") {
  Record r = test::healthy(3);
  r.settings = {{"imported", "test predictions"}};
  r.sources.clear();
  CHECK(rerun_section({r}).body.empty());
  set(r.environment, "command", "xp import predictions a.csv");
  const Section section = rerun_section({r});
  CHECK(section.title == "Where it comes from");
  CHECK_THAT(section.body, Contains("xp import predictions a.csv") && !Contains("xp rerun"));
}
