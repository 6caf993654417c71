#include "framework/run/environment.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "framework/run/machine.h"

using namespace xp;

namespace {

std::string fact(const Settings& among, const std::string& name) {
  const Value* found = find(among, name);
  return found ? found->text() : "none";
}

}  // namespace

TEST_CASE("the environment records what steers the arithmetic, and nothing that it was not told to") {
  ::setenv("ATEN_CPU_CAPABILITY", "default", 1);
  ::setenv("XP_TEST_SECRET", "secret", 1);
  const Settings found = environment("xp run");
  ::unsetenv("ATEN_CPU_CAPABILITY");
  ::unsetenv("XP_TEST_SECRET");
  CHECK(fact(found, "ATEN_CPU_CAPABILITY") == "default");
  for (const Setting& s : found) CHECK(s.value.text() != "secret");
}

TEST_CASE("the environment says which build of xp ran, on what, with which libraries, where and how") {
  const Settings found = environment("xp run a.cpp");
  std::set<std::string> names;
  for (const Setting& s : found) {
    INFO(s.name);
    CHECK(names.insert(s.name).second);
    CHECK(s.value.text() != "");
    CHECK(s.value.text() != "unknown");
  }
  CHECK(fact(found, "command") == "xp run a.cpp");
  CHECK(fact(found, "build").size() == 40);  // SHA-1, as the linker makes it
  CHECK(fact(found, "build_flags").find("-O") != std::string::npos);
  CHECK(fact(found, "libstdcxx").find("libstdc++.so.6.0.") == 0);
  CHECK_THAT(fact(found, "sqlite"), Catch::Matchers::Matches(R"(3\.\d+\.\d+)"));
  for (const char* name : {"xp", "build_type", "compiler", "directory", "cpu", "cpu_features", "cores", "memory",
                           "kernel", "machine", "libc"})
    CHECK(names.count(name) == 1);
}

TEST_CASE("of a processor's features those that kernels are chosen by are recorded, in one order") {
  const Settings intel = processor_facts(
      "processor\t: 0\nmodel name\t: Intel(R) Xeon(R)\nmicrocode\t: 0x1\n"
      "flags\t\t: fpu amx_bf16 avx512_bf16 avx2 avx512f fma sse4_2 hypervisor\n\nprocessor\t: 1\nmodel name\t: "
      "other\n");
  CHECK(fact(intel, "cpu") == "Intel(R) Xeon(R)");
  CHECK(fact(intel, "cpu_features") == "sse4_2 fma avx2 avx512f avx512_bf16 amx_bf16");
  CHECK(fact(intel, "microcode") == "0x1");
  const Settings arm = processor_facts("processor\t: 0\nFeatures\t: fp asimd sve bf16\n");
  CHECK(fact(arm, "cpu_features") == "asimd bf16 sve");
  CHECK(fact(arm, "cpu") == "unknown");
}
