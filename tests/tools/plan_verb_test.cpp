// What xp plan shows of a sweep, to people and to programs.
#include <catch2/catch.hpp>

#include "tests/support/program.h"
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

TEST_CASE("xp plan --csv has plain numbers") {
  const Place place;
  const std::string out = place.xp({"plan", seeds_file(), "--csv"}).out;
  CHECK(out.rfind("plan,model,seed,parameters,multiply_adds,memory_bytes,seconds\r\n1,small_cnn,1,", 0) == 0);
  CHECK(out.find_first_of(":G ") == std::string::npos);
}
