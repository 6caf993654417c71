#include "tests/support/program.h"
#include "tests/weights/fixture.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

std::vector<nlohmann::json> summaries(const WeightFile& file) {
  std::vector<nlohmann::json> out;
  for (const WeightTensor& t : file.tensors) out.push_back(summary(t));
  return out;
}
}  // namespace

TEST_CASE("xp weights lists what a file holds") {
  const Place place;
  const Output said = place.xp({"weights", fixture("checkpoint.pt")});
  CHECK(said.code == 0);
  CHECK_THAT(said.out, Contains("PyTorch (zip), 7 tensors, 29 parameters") && Contains("prefix: module._orig_mod.") &&
                           Contains("0.weight               2 × 1 × 3 × 3  F32           18"));
  const auto json = nlohmann::json::parse(place.xp({"weights", fixture("keras2.h5"), "--json"}).out);
  CHECK(json.at("parameters") == 28);
  CHECK(json.at("tensors").at(0) ==
        nlohmann::json({{"name", "conv2d_1/kernel"}, {"shape", {3, 3, 1, 2}}, {"type", "F32"}, {"parameters", 18}}));
}

TEST_CASE("xp weights convert keeps every bit, from every format") {
  const Place place;
  for (const char* name :
       {"plain.pt", "legacy.pt", "checkpoint.pt", "keras1.h5", "keras2.h5", "keras3.weights.h5", "keras3.keras"}) {
    INFO(name);
    const std::string made = place.root / (std::string(name) + ".safetensors");
    CHECK(place.xp({"weights", "convert", fixture(name), made}).code == 0);
    const WeightFile from = read_weight_file(fixture(name)), to = read_weight_file(made);
    CHECK(to.format == "safetensors");
    CHECK(summaries(to) == summaries(from));
    for (const auto& [key, value] : from.metadata) CHECK(to.metadata.at(key) == value);
    const std::string again = place.root / "again.safetensors";
    CHECK(place.xp({"weights", "convert", made, again, "--force"}).code == 0);
    CHECK(content(again) == content(made));
  }
}

TEST_CASE("xp weights convert writes no pickle, and replaces nothing unasked") {
  const Place place;
  for (const char* name : {"new.pt", "new.pth", "new.pkl", "new.h5"}) {
    const Output refused = place.xp({"weights", "convert", fixture("plain.pt"), name});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains("new.safetensors"));
    CHECK_FALSE(fs::exists(place.root / name));
  }
  write(place.root / "mine.safetensors", "precious");
  const Output refused = place.xp({"weights", "convert", fixture("plain.pt"), "mine.safetensors"});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("is there already") && Contains("--force"));
  CHECK(content(place.root / "mine.safetensors") == "precious");
  const Output hostile = place.xp({"weights", "convert", fixture("os_system.pt"), "mine.safetensors", "--force"});
  CHECK(hostile.code == 2);
  CHECK(content(place.root / "mine.safetensors") == "precious");
  CHECK(place.xp({"weights", "convert", fixture("plain.pt"), "mine.safetensors", "--force"}).code == 0);
}

TEST_CASE("xp weights says how it is used") {
  const Place place;
  CHECK_THAT(place.xp({"weights", "convert", "a"}).err, Contains("wants two files"));
  CHECK_THAT(place.xp({"weights", "a", "b"}).err, Contains("one file at a time"));
}
