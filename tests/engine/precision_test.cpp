// What `auto` comes to, and what is refused before anything is recorded.
#include "framework/engine/precision.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/store/db.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/support/tiny.h"

using namespace xp;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

TEST_CASE("a CPU multiplies bf16 natively when its flags name AVX512_BF16 or AMX") {
  const std::string before = "processor\t: 0\nmodel name\t: any\nflags\t\t: fpu sse avx512f";
  CHECK(multiplies_bf16(before + " avx512_bf16 avx512vl\n"));
  CHECK(multiplies_bf16(before + " amx_bf16 amx_tile\n"));
  CHECK_FALSE(multiplies_bf16(before + " avx512vl avx512_bf1 avx512_bf16x\n"));
  CHECK_FALSE(multiplies_bf16("processor\t: 0\nFeatures\t: bf16\n"));
  CHECK_FALSE(multiplies_bf16(""));
}

TEST_CASE("bf16 is refused on a CPU that has no convolution of it") {
  const std::string before = "flags\t\t: fpu avx2 ", core = before + "avx512f avx512dq avx512bw avx512vl";
  CHECK(convolves_bf16(core));
  for (const char* flags : {"", "avx512dq avx512bw", "avx512dq avx512vl", "avx512bw avx512vl", "avx512_bf16"})
    CHECK_FALSE(convolves_bf16(before + flags));
  CHECK(resolved_precision("bf16", "cpu", core) == "bf16");
  CHECK(resolved_precision("auto", "cpu", core) == "fp32");
  CHECK(resolved_precision("auto", "cpu", core + " avx512_bf16") == "bf16");
  CHECK(resolved_precision("auto", "cpu", before) == "fp32");
  CHECK(resolved_precision("fp32", "cpu", before) == "fp32");
  try {
    resolved_precision("bf16", "cpu", before);
    FAIL("not refused");
  } catch (const Error& e) {
    CHECK_THAT(e.what(), Contains("no convolution of bf16") && Contains("avx512bw"));
    CHECK(e.hint() == "--precision fp32, or auto");
  }
}

TEST_CASE("bf16 is refused where oneDNN is told not to use what convolves it, and auto is fp32 there") {
  if (!convolves_bf16(read_file("/proc/cpuinfo"))) SKIP("this CPU has one precision alone");
  for (const char* variable : {"ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"}) {
    test::Place place;
    place.variables[variable] = "AVX2";
    const test::Output refused = place.xp({"run", test::tiny_file(), "--threads", "1", "--precision", "bf16"});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains("ONEDNN_MAX_CPU_ISA") && Contains("unset that variable"));
    CHECK(place.xp({"list", "--names"}).out.empty());
    if (variable[0] == 'D') continue;
    CHECK(place.xp({"run", test::tiny_file(), "--threads", "1"}).code == 0);
    CHECK(Json::parse(place.xp({"show", "run1", "--json"}).out)["environment"]["precision"] == "fp32");
  }
}

TEST_CASE("precision is resolved by device and machine, and what is asked for outright stays") {
  const std::string native = multiplies_bf16(read_file("/proc/cpuinfo")) ? "bf16" : "fp32";
  CHECK(resolved_precision("auto", "cpu") == native);
  CHECK(resolved_precision("fp32", "cpu") == "fp32");
  if (convolves_bf16(read_file("/proc/cpuinfo"))) CHECK(resolved_precision("bf16", "cpu") == "bf16");
}

TEST_CASE("a device that is not there is refused before anything is recorded") {
  const test::Place place;
  for (const auto& [device, reason] : {std::pair{"cuda:99", "CUDA"}, {"cuda0", "no device \"cuda0\""}}) {
    const test::Output said = place.xp({"run", test::tiny_file(), "--device", device});
    CHECK(said.code == 2);
    CHECK_THAT(said.err, Contains(reason));
  }
  CHECK(place.xp({"list", "--names"}).out.empty());
}

TEST_CASE("--device and --precision are settings of the plan; what they came to is recorded beside it") {
  const test::Place place;
  const auto run = [&](test::Words more) {
    more.insert(more.begin(), {"run", test::tiny_file(), "--threads", "1"});
    CHECK(place.xp(more).code == 0);
  };
  run({"--precision", "fp32"}), run({"--set", "train.precision=fp32"}), run({});
  const auto record = [&](const std::string& of) { return Json::parse(place.xp({"show", of, "--json"}).out); };
  CHECK(record("run1")["identity"] == record("run2")["identity"]);
  CHECK(record("run1")["identity"] != record("run3")["identity"]);
  CHECK(record("run1")["environment"]["precision"] == "fp32");
  CHECK(record("run3")["environment"]["precision"] == resolved_precision("auto", "cpu"));
  CHECK_THAT(place.xp({"show", "run3"}).out, Contains("precision auto"));
}

TEST_CASE("a rerun computes in what auto came to in the run, and says so where it would come to something else here") {
  if (!convolves_bf16(read_file("/proc/cpuinfo"))) SKIP("this CPU has one precision alone");
  const test::Place place;
  REQUIRE(place.xp({"run", test::tiny_file(), "--threads", "1"}).code == 0);
  const std::string native = resolved_precision("auto", "cpu"), other = native == "fp32" ? "bf16" : "fp32";
  CHECK_THAT(place.xp({"rerun", "run1"}).err, !Contains("this rerun computes in"));
  Db((place.home / "xp.db").string(), true)
      .run("UPDATE environment SET value = ? WHERE run = 1 AND name = 'precision'", other);
  CHECK_THAT(place.xp({"rerun", "run1"}).err,
             Contains("run1 computed in " + other) && Contains("train.precision=auto would be " + native));
  const auto precision = [&](const std::string& of) {
    return Json::parse(place.xp({"show", of, "--json"}).out)["environment"]["precision"].get<std::string>();
  };
  CHECK(precision("run2") == native);
  CHECK(precision("run3") == other);
  CHECK(place.xp({"rerun", "run1", "--precision", native}).err.find("this rerun") == std::string::npos);
  CHECK(precision("run4") == native);
}
