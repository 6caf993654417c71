#include "framework/store/db.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"
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

TEST_CASE("xp weights convert takes a run for the weights that it kept, and what is a file for a file") {
  const Place place;
  const std::string kept = safetensors({{"kernel", Element::f32, {2}, std::string(8, '\x3f')}}, {});
  {
    Store store(place.home.string(), Store::Access::write);
    store.artifact(add_finished(store), "weights.safetensors", kept);
  }
  const std::string made = place.root / "made.safetensors";
  const Output done = place.xp({"weights", "convert", "run1", made});
  CAPTURE(done.err);
  CHECK(done.code == 0);
  CHECK(summaries(read_weight_file(made)) ==
        std::vector<nlohmann::json>{summary({"kernel", Element::f32, {2}, std::string(8, '\x3f')})});
  CHECK_THAT(place.xp({"weights", "convert", "run2", made, "--force"}).err, Contains("run2"));
  CHECK_THAT(place.xp({"weights", "convert", "run1.pt", made, "--force"}).err, Contains("run1.pt: No such file"));
  write(place.root / "run1", "no weights");
  CHECK_THAT(place.xp({"weights", "convert", "run1", made, "--force"}).err, Contains("in no format that xp knows"));
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

TEST_CASE("of a run that came without its weights predict and explain say so, and not that it ended short") {
  const Place place;
  {
    Store store(place.home, Store::Access::write);
    add_finished(store);
  }
  Db((place.home / "xp.db").string(), true).run("UPDATE runs SET origin = 'run3 of out.json'");
  for (const char* verb : {"predict", "explain"}) {
    const Output refused = place.xp({verb, "run1", "a.png"});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains("run1 has no weights here") &&
                                Contains("did not come along from run3 of out.json") && !Contains("resume"));
  }
}

TEST_CASE("xp weights says how it is used") {
  const Place place;
  CHECK_THAT(place.xp({"weights", "convert", "a"}).err, Contains("wants a file or a run, and a new file"));
  CHECK_THAT(place.xp({"weights", "a", "b"}).err, Contains("one file at a time"));
}
