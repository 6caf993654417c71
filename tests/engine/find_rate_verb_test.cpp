// xp find-rate, as a user meets it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/tiny.h"

using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("xp find-rate draws the curve, suggests a rate and names the command; it records nothing") {
  const Place place;
  Words words{"find-rate", tiny_file(), "--from", "1e-6", "--to", "10", "--updates", "300", "--threads", "1", "-q"};
  for (const char* setting : {"optimizer=adam", "model.filters=8,16", "model.dense=32", "transform.size=32",
                              "dataset.images=60", "train.batch=16"})
    words.insert(words.end(), {"--set", setting});
  const Output said = place.xp(words);
  REQUIRE(said.code == 0);
  CHECK(said.err.empty());
  CHECK_THAT(said.out, Contains("suggestion: ") && Contains("falls fastest at") && Contains("a tenth of it is") &&
                           Contains("xp run " + tiny_file() + " --set optimizer=adam") &&
                           Contains(" --set optimizer.rate="));
  CHECK_FALSE(fs::exists(place.home));
}

TEST_CASE("the command of xp find-rate names the plan that was tried, and can be pasted") {
  const Place place;
  std::string body = tiny;
  body.replace(body.find("{\"sgd\"}"), 7, "{\"adam\"}");
  body.insert(body.size() - 2, "  e.sweep(\"optimizer.rate\", {1e-3, 1e-2}).sweep(\"seed\", {1, 2, 3});\n");
  const std::string file = Place::experiment("two rates", body);
  const Output said = place.xp({"find-rate",
                                file,
                                "--only",
                                "5",
                                "--from",
                                "1e-6",
                                "--to",
                                "10",
                                "--updates",
                                "300",
                                "--threads",
                                "1",
                                "-q",
                                "--set",
                                "dataset.images=60",
                                "--set",
                                "model.filters=8,16",
                                "--set",
                                "model.dense=32",
                                "--set",
                                "transform.size=32"});
  INFO(said.err);
  REQUIRE(said.code == 0);
  // plan 5 is the second seed at the second rate; once the rate is set there is one plan a seed
  CHECK_THAT(said.out, Contains("xp run '" + file + "'") && Contains(" --only 2\n"));
}

TEST_CASE("xp find-rate --json holds every rate with its loss") {
  const Place place;
  const Output said = place.xp({"find-rate", tiny_file(), "--from", "1e-5", "--to", "1e-2", "--updates", "20",
                                "--threads", "1", "--json", "-q"});
  REQUIRE(said.code == 0);
  const auto json = nlohmann::json::parse(said.out);
  REQUIRE(json["curve"].size() == 20);
  CHECK(json["curve"][0]["rate"] == 1e-5);
  CHECK(json["curve"][19]["rate"].get<double>() == Approx(1e-2));
  for (const auto& point : json["curve"]) CHECK((point["loss"] > 0 && point["smoothed"] > 0));
  CHECK(json.contains("suggestion"));
}

TEST_CASE("xp find-rate refuses rates that do not rise, before anything is compiled") {
  const Place place;
  for (const Words& wrong : {Words{"--from", "1", "--to", "0.1"}, {"--from", "0"}, {"--to", "fast"}}) {
    Words words{"find-rate", tiny_file()};
    words.insert(words.end(), wrong.begin(), wrong.end());
    const Output said = place.xp(words);
    CHECK(said.code == 2);
    CHECK_THAT(said.err, Contains("rate") && Contains("for instance"));
  }
}
