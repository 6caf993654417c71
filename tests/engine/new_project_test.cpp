// What is compiled against an installed xp: a new project's experiment and plugin, and a program that finds the
// package.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/installed.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
}  // namespace

TEST_CASE("a new project compiles against the installed headers alone, and runs as it is") {
  const Installed installed;
  const fs::path headers = installed.root / "headers";  // that the compiler read, by its own account
  write(installed.root / "compiler", "#!/bin/bash\nexec g++ -H \"$@\" 2>> " + headers.string() + "\n");
  fs::permissions(installed.root / "compiler", fs::perms::all);
  const std::string compiler = "CXX=" + (installed.root / "compiler").string();

  REQUIRE(installed.shell("xp new project").code == 0);
  const Output planned = installed.shell("xp plan project/experiment.cpp", compiler);
  INFO(planned.err);
  REQUIRE(planned.code == 0);
  CHECK_THAT(planned.out, Contains("4 plans"));
  const auto reads = [read = content(headers)](const std::string& path) {
    return read.find(path) != std::string::npos;
  };
  CHECK(reads((installed.prefix / "include/xp/framework/plan/experiment.h").string()));
  CHECK_FALSE(reads(std::string(XP_SOURCE_DIR) + "/"));

  const Output ran = installed.shell("cd project && xp run experiment.cpp --quiet --json", compiler);
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  const auto runs = nlohmann::json::parse(ran.out);
  CHECK(runs.size() == 4);
  for (const auto& run : runs) CHECK(run.at("status") == "FINISHED");
  CHECK_THAT(installed.shell("xp plugins callback stop_at_gap").err, Contains("early_stopping"));  // the project's own
}

TEST_CASE("find_package(xp) gives what a program of one's own needs") {
  const Installed installed;
  write(installed.desk / "CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.25)\n"
        "project(consumer LANGUAGES CXX)\n"
        "find_package(xp REQUIRED)\n"
        "add_executable(consumer consumer.cpp)\n"
        "target_link_libraries(consumer PRIVATE xp::xp)\n");
  write(installed.desk / "consumer.cpp",
        "#include \"framework/experiment.h\"\n"
        "#include <cstdio>\n"
        "int main() {\n"
        "  const auto model = xp::Registry::global().make<xp::Model>(xp::Choice(\"resnet\", {{\"depth\", 18}}));\n"
        "  std::puts(model ? \"found\" : \"lost\");\n"
        "}\n");
  const std::string sanitizers = XP_SANITIZE;  // a program that links a sanitized library is sanitized itself
  const std::string sanitized = sanitizers.empty() ? "" : " -DCMAKE_CXX_FLAGS=-fsanitize=" + sanitizers;
  const Output made = installed.shell("cmake -S . -B build -DCMAKE_PREFIX_PATH=" + installed.prefix.string() +
                                      sanitized + " && cmake --build build && build/consumer");
  INFO(made.out << made.err);
  CHECK(made.code == 0);
  CHECK_THAT(made.out, Contains("found\n"));
}
