// What xp plan shows of a sweep, to people and to programs.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/plan/plan.h"
#include "framework/store/store.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;

std::string seeds_file() {
  std::string body = tiny;
  body.insert(body.size() - 2, "  e.sweep(\"seed\", {1, 2});\n");
  return Place::experiment("two_seeds_planned", body);
}
}  // namespace

TEST_CASE("xp plan names the data, and shows the seed of both kinds as one column") {
  const Place place;
  const Output said = place.xp({"plan", seeds_file()});
  CHECK(said.code == 0);
  CHECK_THAT(said.out, Contains("2 plans on spine_phantom; images: ") && Contains("plan  model      seed  parameters"));
  CHECK_THAT(said.out, !Contains("seed.order"));
}

TEST_CASE("xp plan --net shows each network of a sweep once, layer by layer, with the plans that it belongs to") {
  const Place place;
  const std::string file = seeds_file();
  const Output same = place.xp({"plan", file, "--net"});
  CHECK(same.code == 0);
  CHECK_THAT(same.out, Contains("plans 1, 2: small_cnn, input 1×16×16") && Contains("conv 3×3, 4") &&
                           Contains("linear, 3") && Contains("layer         what"));
  const Output none = place.xp({"plan", file, "--net", "--set", "transform.size=4", "--set", "model.filters=4,4,4,4"});
  CHECK(none.code == 2);
  std::string body = tiny;
  body.insert(body.size() - 2, "  e.sweep(\"model.dropout\", {0.0, 0.5}).sweep(\"seed\", {1, 2});\n");
  const std::string two = Place::experiment("two_networks_planned", body);
  const std::string text = place.xp({"plan", two, "--net"}).out;
  CHECK_THAT(text, Contains("plans 1, 2: ") && Contains("plans 3, 4: ") && Contains("dropout 0.5"));
  CHECK_THAT(place.xp({"plan", two, "--net", "--csv"}).out,
             Contains("network,layer,what,channels,height,width,parameters,multiply_adds,output_bytes\r\n"
                      "\"plans 1, 2\",features.0.0,\"conv 3×3, 4\",4,16,16,40,9216,4096\r\n"));
  const nlohmann::json nets = nlohmann::json::parse(place.xp({"plan", two, "--net", "--json"}).out);
  CHECK(nets.size() == 2);
  CHECK(nets[0]["input"] == nlohmann::json{1, 16, 16});
  CHECK(nets[0]["layers"].back()["place"] == "head");
}

TEST_CASE("xp plan --csv has plain numbers") {
  const Place place;
  const std::string out = place.xp({"plan", seeds_file(), "--csv"}).out;
  CHECK(out.rfind("plan,model,seed,folds,parameters,multiply_adds,memory_bytes,seconds\r\n1,small_cnn,1,1,", 0) == 0);
  CHECK(out.find_first_of(":G ") == std::string::npos);
}

TEST_CASE("a plan's time is estimated from runs of about its size, and guessed where there are none") {
  const Place place;
  const auto basis = [&](const char* size) {
    return place.xp({"plan", tiny_file(), "--set", std::string("transform.size=") + size}).out;
  };
  CHECK_THAT(basis("32"), Contains("a first guess: no run has been timed yet"));
  {
    xp::Store store(place.home.string(), xp::Store::Access::write);
    const std::int64_t run = add_finished(store);  // on 32×32
    store.epoch(run, 4, {}, {{"multiply_adds_per_second", 1e6}}, {});
  }
  CHECK_THAT(basis("32"), Contains("at the speed of earlier runs"));
  CHECK_THAT(basis("512"), Contains("a first guess: no run of this size has been timed yet"));
}
