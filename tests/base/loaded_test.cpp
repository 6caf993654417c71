#include "framework/base/loaded.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "tests/support/skip.h"

using namespace xp;

TEST_CASE("a loaded library is known by its file and version, and one that is not loaded by nothing") {
  const LoadedLibrary library = loaded_library("libstdc++");
  CHECK(library.name == "libstdc++.so.6");
  CHECK(std::filesystem::exists(library.file));
  CHECK(library.version().starts_with("libstdc++.so.6.0."));
  CHECK(loaded_library("libnobody").file.empty());
  CHECK(loaded_library("libnobody").version() == "unknown");
}

TEST_CASE("the build id is the one that readelf reads") {
  const LoadedLibrary library = loaded_library("libxp.so");
  REQUIRE(library.build.size() == 40);
  try {
    CHECK(run_program({"readelf", "-n", library.file}).output.find("Build ID: " + library.build) != std::string::npos);
  } catch (const Error&) {
    SKIP("no readelf here");
  }
}
