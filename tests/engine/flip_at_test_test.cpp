// train.flip_at_test, as a user meets it: what is said of a new image is made as what was said of the test images.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/pictures.h"
#include "tests/support/tiny.h"

using namespace xp::test;
using Json = nlohmann::json;

TEST_CASE("xp predict judges an image together with its mirror image where the run did") {
  const Place place;
  const std::string data = write_folder(place.root / "data", 12, 12);
  for (const char* flip : {"train.flip_at_test=true", "train.flip_at_test=false"})
    REQUIRE(place.xp({"run", tiny_file(), "--data", data, "--set", flip, "--threads", "1", "--precision", "fp32", "-q"})
                .code == 0);
  std::vector<double> first;  // of each run, the first class's probabilities
  for (const char* run : {"run1", "run2"}) {
    const Json test = Json::parse(place.xp({"show", run, "--json"}).out)["predictions"]["test"];
    REQUIRE(test.size() >= 2);
    for (const Json& said : test) {
      const std::string file = (fs::path(data) / said["sample"].get<std::string>()).string();
      const Json now = Json::parse(place.xp({"predict", run, file, "--threads", "1", "--json", "-q"}).out);
      first.push_back(said["probabilities"][0]);
      CHECK(now[0]["probabilities"]["lying"].get<double>() == Approx(first.back()).epsilon(1e-5));
    }
  }
  const std::size_t n = first.size() / 2;
  double differs = 0;
  for (std::size_t i = 0; i < n; ++i) differs = std::max(differs, std::abs(first[i] - first[n + i]));
  CHECK(differs > 1e-6);
}
