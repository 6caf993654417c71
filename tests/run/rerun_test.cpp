#include "framework/run/rerun.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/run/environment.h"
#include "tests/support/plans.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using Conditions = std::vector<std::string>;

TEST_CASE("the same curves with other weights or another chosen epoch are not identical") {
  const Record a = test::healthy(1);
  Record b = test::healthy(2);
  CHECK(verify(a, b).identical);
  SECTION("weights") {
    b.artifacts.at(0).sha256 = std::string(64, '1');
    CHECK(verify(a, b).difference == "the weights: eeeeeeeeeeee…, now 111111111111…");
  }
  SECTION("no weights") {
    b.artifacts.clear();
    CHECK_THAT(verify(a, b).difference, Contains("the weights:") && Contains("now none"));
  }
  SECTION("epoch") {
    b.run.chosen_epoch = 18;
    CHECK(verify(a, b).difference == "the chosen epoch: 19, now 18");
  }
}

TEST_CASE("a score that was not known when the run was judged is no difference; a metric that came or went is") {
  const Record a = test::healthy(1);
  Record b = test::healthy(2);
  REQUIRE_FALSE(a.metrics.count("val/kappa"));
  b.metrics["val/kappa"] = b.metrics.at("val/loss");
  CHECK(verify(a, b).identical);
  CHECK(verify(b, a).difference == "epoch 1: val/kappa is missing now");
  b.metrics["val/kappa"].push_back({1000, 0.5});
  CHECK(verify(a, b).difference == "epoch 1000: val/kappa was not there before");
  Record known = a;  // at one epoch alone: at any other it was not there
  known.metrics["val/kappa"] = {b.metrics.at("val/kappa").front()};
  b.metrics["val/kappa"].pop_back();
  CHECK(verify(known, b).difference == "epoch 2: val/kappa was not there before");
  b.metrics.erase("val/kappa");
  b.metrics["train/gradient_norm"] = {{3, 0.5}};
  CHECK(verify(a, b).difference == "epoch 3: train/gradient_norm was not there before");
}

TEST_CASE("a condition counts that was there before, and one that is there only now; the command never does") {
  Record a = test::healthy(1), b = test::healthy(2);
  a.environment = {{"threads", 1}, {"command", "xp run a.cpp"}, {"LANG", "C"}};
  b.environment = {{"threads", 1}, {"command", "xp rerun run1"}, {"DNNL_MAX_CPU_ISA", "SSE41"}};
  CHECK(verify(a, b).conditions == Conditions{"LANG: C, now unknown", "DNNL_MAX_CPU_ISA: unknown, now SSE41"});
}

TEST_CASE("a rerun computes where the run did") {
  Record r = test::healthy(1);
  r.environment = {{"threads", 3}, {"device", "cuda"}};
  CHECK(stored_placement(r).threads == 3);
  CHECK(stored_placement(r).device == "cuda");
  r.environment.clear();
  CHECK(stored_placement(r).threads == available_cores());
  CHECK(stored_placement(r).device == "cpu");
}

TEST_CASE("the environment records what steers the arithmetic, and nothing that it was not told to") {
  ::setenv("ATEN_CPU_CAPABILITY", "default", 1);
  ::setenv("XP_TEST_SECRET", "secret", 1);
  const Settings found = environment("xp run");
  ::unsetenv("ATEN_CPU_CAPABILITY");
  REQUIRE(find(found, "ATEN_CPU_CAPABILITY"));
  CHECK(find(found, "ATEN_CPU_CAPABILITY")->text() == "default");
  for (const Setting& s : found) CHECK(s.value.text() != "secret");
}

TEST_CASE("uncommitted changes are what git apply reads, whatever git has to say besides") {
  const test::TemporaryFolder folder{"repository"};
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"git", "-c", "user.name=x", "-c", "user.email=x@x", "-c", "core.autocrlf=false"});
    return run_program(words, folder.path).code;
  };
  write_file(folder / "a.cpp", "one\n");
  if (git({"init", "-q"}) != 0 || git({"add", "."}) != 0 || git({"commit", "-q", "-m", "x"}) != 0) return;
  git({"config", "color.ui", "always"});
  git({"config", "core.autocrlf", "input"});  // warns on standard error
  git({"config", "core.safecrlf", "warn"});
  write_file(folder / "a.cpp", "two\r\n");
  const Repository found = repository_of(folder.path);
  CHECK(found.commit.size() == 40);
  CHECK(found.diff.rfind("diff --git ", 0) == 0);
  CHECK_THAT(found.diff, Contains("+two") && !Contains("\x1b") && !Contains("warning"));
}
