// Code for one instruction set stays in its own functions: a template that the linker could take from there for
// everybody would stop older processors.
#include <catch2/catch.hpp>

#include "framework/base/process.h"
#include "framework/base/text.h"
#include "tests/support/skip.h"

using namespace xp;

TEST_CASE("what is compiled for one instruction set defines no function that others share") {
  if (std::string(XP_SANITIZE) != "" || std::string(XP_BUILD_TYPE) != "Release") SKIP("not an optimised build");
  for (const std::string& object : split(XP_KERNEL_OBJECTS, ':')) {
    INFO(object);
    const auto symbols = run_program({"nm", object});
    REQUIRE(symbols.code == 0);
    CHECK(symbols.output.find(" W ") == std::string::npos);
    CHECK(symbols.output.find(" u ") == std::string::npos);
  }
}
