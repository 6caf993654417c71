// xp bench train: what is timed is what every run does, and the arithmetic of a comparison.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

const Words small{"bench", "train",   "--model", "small_cnn", "--size", "16",          "--images",
                  "12",    "--batch", "4",       "--threads", "1",      "--precision", "fp32"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Keeps the contract of --peer: ten images a second in the last epoch when it is tuned, else two.
const char* const script = R"(import json, sys
speed = 10 if "--tuned" in sys.argv else 2
model = sys.argv[sys.argv.index("--model") + 1]
for epoch, speed in ((1, 1), (2, speed)):
    print(json.dumps(dict(epoch=epoch, train_img_s=speed)))
print(json.dumps(dict(model=model, precision="fp32", peak_rss_mib=100)))
)";

}  // namespace

TEST_CASE("xp bench train tells images a second of every epoch but the first, and memory") {
  const Place place;
  const Output said = place.xp(with(small, {"--repeats", "2", "--json"}));
  REQUIRE(said.code == 0);
  const Json model = Json::parse(said.out).at("models").at(0);
  CHECK(model["model"] == "small_cnn");
  CHECK(model["precision"] == "fp32");
  CHECK(model["xp"]["repeats"].size() == 2);
  CHECK(model["xp"]["images_per_second"].get<double>() > 0);
  CHECK(model["xp"]["peak_rss_mib"].get<double>() > 20);
  CHECK_FALSE(model.contains("overhead"));
  CHECK(place.xp({"list"}).code != 0);  // nothing is recorded
}

TEST_CASE("inference and the overhead over the bare step are told on request") {
  const Place place;
  CHECK_THAT(place.xp(with(small, {"--infer", "--repeats", "1"})).out, Contains("inference, 16×16, batches of 4"));
  const Json model = Json::parse(place.xp(with(small, {"--overhead", "--repeats", "2", "--json"})).out)["models"][0];
  CHECK(model["xp"]["repeats"].size() == 2);
  CHECK(model["overhead"].get<double>() > -1);
}

TEST_CASE("beside another program the sides run in turn, and ratios are those of pairs") {
  const Place place;
  write(place.root / "peer.py", script);
  const Output said = place.xp(with(small, {"--repeats", "2", "--peer", (place.root / "peer.py").string(), "--json"}));
  INFO(said.err);
  REQUIRE(said.code == 0);
  const Json all = Json::parse(said.out), model = all["models"][0];
  const double a = model["xp"]["repeats"][0], b = model["xp"]["repeats"][1];
  CHECK(model["tuned"]["images_per_second"] == 10);
  CHECK(model["tuned"]["ratio"].get<double>() == Approx((a + b) / 2 / 10));
  CHECK(model["plain"]["ratio"].get<double>() == Approx((a + b) / 2 / 2));
  CHECK(all["geometric_mean"]["tuned"].get<double>() == Approx((a + b) / 2 / 10));
}

TEST_CASE("a peer's warnings and remarks are no part of what it measured") {
  const Place place;
  write(place.root / "peer.py", std::string("import sys; print('a warning', file=sys.stderr); print('a remark')\n") +
                                    script + "print('another', file=sys.stderr, flush=True)\nprint('the end')\n");
  const Output said = place.xp(with(small, {"--repeats", "1", "--peer", "peer.py", "--json"}));
  INFO(said.err);
  REQUIRE(said.code == 0);
  const Json all = Json::parse(said.out);
  CHECK(all["models"][0]["tuned"]["images_per_second"] == 10);
  CHECK(all["models"][0]["plain"]["peak_rss_mib"] == 100);
  CHECK_THAT(said.err, Contains("the peer runs in " + all["python"].get<std::string>()));
}

TEST_CASE("a peer that does not say what it is asked is named, with what is missing") {
  Place place;
  const auto told = [&](const std::string& body) {
    write(place.root / "peer.py", "import json, os, sys\n" + body);
    const Output said = place.xp(with(small, {"--repeats", "1", "--peer", "peer.py"}));
    CHECK(said.code != 0);
    return said.err;
  };
  const std::string speed = "print('{\"train_img_s\": 3}')\n", memory = "print('{\"peak_rss_mib\": 9}')\n";
  CHECK_THAT(told(memory), Contains("peer.py prints no line with \"train_img_s\""));
  CHECK_THAT(told(speed), Contains("peer.py prints no line with \"peak_rss_mib\""));
  CHECK_THAT(told("print('{\"train_img_s\": 0}')\n" + memory), Contains("which is no positive number"));
  CHECK_THAT(told("sys.exit('no such model')"), Contains("exit code 1") && Contains("no such model"));
  CHECK_THAT(told(speed + "print('{\"peak_rss_mib\": 9, \"threads\": 7}')"), Contains("with 7 threads, xp with 1"));
  CHECK_THAT(told(speed + "print('{\"peak_rss_mib\": 9, \"precision\": \"bf16\"}')"),
             Contains("computes in \"bf16\", xp in fp32"));
}

TEST_CASE("a peer is told the threads, and XP_PYTHON runs it") {
  Place place;
  write(place.root / "python", "#!/bin/sh\nSEEN=yes exec /usr/bin/python3 \"$@\"\n");
  fs::permissions(place.root / "python", fs::perms::owner_all);
  place.variables["XP_PYTHON"] = (place.root / "python").string();
  write(
      place.root / "peer.py",
      std::string("import os; assert (os.environ['OMP_NUM_THREADS'], os.environ['SEEN']) == ('1', 'yes')\n") + script);
  const Output said = place.xp(with(small, {"--repeats", "1", "--peer", "peer.py", "--json"}));
  INFO(said.err);
  REQUIRE(said.code == 0);
  CHECK(Json::parse(said.out)["python"] == place.variables["XP_PYTHON"]);
}

TEST_CASE("the profile of a step is told as a table and as JSON, its parts of a step together") {
  const Place place;
  CHECK_THAT(place.xp(with(small, {"--profile"})).out, Contains("convolutions, forward") && Contains("update"));
  const Output said = place.xp(with(small, {"--profile", "--json"}));
  REQUIRE(said.code == 0);
  const Json model = Json::parse(said.out)["models"][0];
  CHECK(model["model"] == "small_cnn");
  CHECK(model["seconds_a_step"]["update"].get<double>() > 0);
}

TEST_CASE("what cannot be measured is refused by name") {
  const Place place;
  const auto refusal = [&](const Words& words) {
    const Output said = place.xp(words);
    CHECK(said.code == 2);
    return said.err;
  };
  CHECK_THAT(refusal({"bench", "trian"}), Contains("did you mean \"train\""));
  CHECK_THAT(refusal({"bench", "train", "--model", "densnet121"}), Contains("there is no model"));
  CHECK_THAT(refusal({"bench", "train", "--peer", "nowhere.py"}), Contains("there is no script nowhere.py"));
  CHECK_THAT(refusal({"bench", "train", "--infer", "--overhead"}), Contains("leave out --infer"));
  const auto beside = [&](const Words& more) { return refusal(with({"bench", "train", "--peer", "peer.py"}, more)); };
  write(place.root / "peer.py", script);
  CHECK_THAT(beside({"--profile"}), Contains("leave out --peer"));
  CHECK_THAT(beside({"--device", "cuda"}), Contains("on the CPU, not on cuda"));
  CHECK_THAT(beside({"--set", "model.freeze=features"}), Contains("the peer would not follow"));
}
