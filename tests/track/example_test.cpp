// The example as somebody builds it who has xp installed, and nothing else of it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/installed.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
}  // namespace

TEST_CASE("the example of a training loop of one's own builds against what is installed, and xp shows its run") {
  const Installed installed;
  const std::string example = XP_SOURCE_DIR "/examples/track", sanitizers = XP_SANITIZE;
  const std::string sanitized = sanitizers.empty() ? "" : " -DCMAKE_CXX_FLAGS=-fsanitize=" + sanitizers;
  const Output made =
      installed.shell("cmake -S " + example + " -B build -DCMAKE_PREFIX_PATH=" + installed.prefix.string() + sanitized +
                      " && cmake --build build --verbose");
  INFO(made.out << made.err);
  REQUIRE(made.code == 0);
  CHECK_THAT(made.out, !Contains("torch") && !Contains("sqlite") && !Contains("c++20") && !Contains("c++2a"));

  const Output ran = installed.shell("build/train");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  CHECK(ran.err.empty());
  const Output shown = installed.shell("xp show last");
  CHECK_THAT(shown.out, Contains("run1 · FINISHED · logistic · two clouds") && Contains("told by train") &&
                            Contains("logistic regression") && Contains("weights.txt") && Contains("100 test images") &&
                            Contains("optimizer") && Contains("rate 0.05"));
  const auto record = nlohmann::json::parse(installed.shell("xp show last --json").out);
  CHECK(record.dump().find("\"epochs\":8") != std::string::npos);
  CHECK_THAT(installed.shell("xp list").out, Contains("8/8") && Contains("logistic"));

  const Output again = installed.shell("xp rerun run1");
  CHECK(again.code == 2);
  CHECK_THAT(again.err, Contains("told by a program of its own, train") && Contains("build/train"));
  REQUIRE(installed.shell("build/train").code == 0);
  const Output compared = installed.shell("xp compare run1 run2 --resamples 0");
  CHECK(compared.code == 0);
  CHECK_THAT(compared.out, Contains("87.0 %"));
  CHECK(installed.shell("xp report run1 run2").code == 0);
  CHECK(installed.shell("xp report run1 --card").code == 0);

  const Output refused = installed.shell("XP_HOME=" + example + "/main.cpp build/train");
  CHECK(refused.code == 1);
  CHECK_THAT(refused.err, Contains("is no folder") && !Contains("terminate"));
}
