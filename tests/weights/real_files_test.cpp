// The files of ../shared/data/weights, which people made for other purposes than these tests.
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/weights/fixture.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

const fs::path folder = fs::path(XP_SOURCE_DIR) / "../shared/data/weights";
}  // namespace

TEST_CASE("real weight files give what torch, h5py and NumPy read from them") {
  if (!fs::exists(folder)) SKIP("no ../shared/data/weights beside the checkout");
  const auto expected = table("real.json");
  for (const auto& [name, tensors] : expected.items())
    if (fs::exists(folder / name)) check_against(expected, name, read_weight_file(folder / name));
}

TEST_CASE("every real weight file is listed, and the rest is told from weights") {
  if (!fs::exists(folder)) SKIP("no ../shared/data/weights beside the checkout");
  const Place place;
  const auto expected = table("real.json");
  for (const auto& file : fs::directory_iterator(folder)) {
    const std::string name = file.path().filename();
    INFO(name);
    const Output said = place.xp({"weights", file.path(), "--json"});
    if (file.path().extension() == ".json") {
      CHECK(said.code == 2);
      CHECK_THAT(said.err, Contains("it is JSON, not weights"));
      continue;
    }
    REQUIRE(said.code == 0);
    if (expected.contains(name))
      CHECK(nlohmann::json::parse(said.out).at("tensors").size() == expected.at(name).size());
  }
}

TEST_CASE("one network in two formats has the same tensors by name, shape and type") {
  const fs::path pickle = folder / "burn_mnist.pt", plain = folder / "burn_mnist.safetensors";
  if (!fs::exists(pickle) || !fs::exists(plain)) SKIP("no burn_mnist in ../shared/data/weights");
  const auto described = [](const WeightFile& file) {
    std::map<std::string, nlohmann::json> out;  // the numbers differ: one was trained for half as many steps
    for (const WeightTensor& t : file.tensors) out[t.name] = {t.shape, name(t.element)};
    return out;
  };
  CHECK(described(read_weight_file(pickle)) == described(read_weight_file(plain)));
}
