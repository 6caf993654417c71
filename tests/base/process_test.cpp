#include "framework/base/process.h"

#include <catch2/catch.hpp>

#include "framework/base/error.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("a program's output and exit code come back, its errors where they are asked for") {
  const Finished said = run_program({"sh", "-c", "echo out; echo err >&2; exit 3"});
  CHECK(said.output == "out\nerr\n");
  CHECK(said.code == 3);
  CHECK(run_program({"sh", "-c", "echo out; echo err >&2"}, "", Errors::dropped).output == "out\n");
  CHECK(run_program({"sh", "-c", "kill -9 $$"}).code == 128 + 9);
}

TEST_CASE("a program that writes without end is stopped") {
  CHECK_THROWS_WITH(run_program({"yes"}, "", Errors::dropped, 100'000), Contains("yes wrote more than 100000 bytes"));
}
