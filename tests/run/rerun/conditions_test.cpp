#include "framework/run/rerun/conditions.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

namespace {

std::vector<std::string> said(const Record& a, const Record& b) {
  std::vector<std::string> out;
  for (const Condition& c : conditions(a, b)) out.push_back(c.what + ": " + c.was + ", now " + c.now);
  return out;
}
using Said = std::vector<std::string>;

}  // namespace

TEST_CASE("a condition counts that was there before, and one that is there only now; the command never does") {
  Record a = test::healthy(1), b = test::healthy(2);
  a.environment = {{"xp", "1.2"}, {"threads", 1}, {"command", "xp run a.cpp"}, {"LANG", "C"}};
  b.environment = {{"xp", "1.2"}, {"threads", 1}, {"command", "xp rerun run1"}, {"DNNL_MAX_CPU_ISA", "SSE41"}};
  CHECK(said(a, b) == Said{"DNNL_MAX_CPU_ISA: not set, now SSE41", "LANG: C, now not set"});
  CHECK(conditions(a, b)[0].effect == Effect::matters);
}

TEST_CASE("what only one of two runs recorded is unknown, and explains nothing") {
  Record a = test::healthy(1), b = test::healthy(2);
  a.environment = {{"xp", "1.2"}, {"memory", "8 GiB"}};
  b.environment = {{"xp", "1.2"}, {"cpu_features", "avx2"}};
  CHECK(said(a, b) == Said{"cpu_features: unknown, now avx2", "memory: 8 GiB, now unknown"});
  CHECK(conditions(a, b)[0].effect == Effect::unknown);
  CHECK(conditions(a, b)[1].effect == Effect::harmless);
  // Another version of xp has another list of variables: what it does not tell may have been set.
  a.environment = {{"xp", "1.1"}}, b.environment = {{"xp", "1.2"}, {"OMP_NUM_THREADS", "2"}};
  CHECK(said(a, b) == Said{"xp: 1.1, now 1.2", "OMP_NUM_THREADS: unknown, now 2"});
  CHECK(conditions(a, b)[1].effect == Effect::unknown);
}

TEST_CASE("what is known to matter comes first, then what may, what nobody knows, and what does not") {
  Record a = test::healthy(1), b = test::healthy(2);
  a.environment = {{"memory", "8 GiB"}, {"omen", "good"}, {"libc", "2.36"}, {"threads", 1}};
  b.environment = {{"memory", "4 GiB"}, {"omen", "bad"}, {"libc", "2.37"}, {"threads", 2}};
  CHECK(said(a, b) ==
        Said{"threads: 1, now 2", "libc: 2.36, now 2.37", "omen: good, now bad", "memory: 8 GiB, now 4 GiB"});
  CHECK(conditions(a, b)[0].reason == "sums are cut into as many pieces, and added in another order");
}

TEST_CASE("settings of the plan are conditions; where data lie and what is written where matter to nobody") {
  Record a = test::healthy(1), b = test::healthy(2);
  a.settings = {{"optimizer.rate", 0.1}, {"dataset.path", "/a"}};
  b.settings = {{"optimizer.rate", 0.2}, {"dataset.path", "/b"}};
  CHECK(said(a, b) == Said{"optimizer.rate: 0.1, now 0.2", "dataset.path: /a, now /b"});
  CHECK(conditions(a, b)[1].effect == Effect::harmless);
}

TEST_CASE("code that is not what it was is named: a source by its hash, a file that a plan names by its identity") {
  Record a = test::healthy(1), b = test::healthy(2);
  b.sources.at(0).sha256 = std::string(64, '0');
  CHECK(said(a, b) == Said{"experiments/double_curve.cpp: SHA-256 ffffffffffff…, now SHA-256 000000000000…"});
  b = a, b.run.identity = std::string(64, 'b');
  CHECK(said(a, b) == Said{"identity: aaaaaaaaaaaa…, now bbbbbbbbbbbb…"});
}
