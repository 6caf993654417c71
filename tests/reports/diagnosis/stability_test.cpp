#include <catch2/catch.hpp>
#include <cmath>

#include "reports/diagnosis/diagnosis.h"
#include "tests/support/records.h"

using namespace xp;
using test::series;

TEST_CASE("a training loss that leaps again and again is unstable from its first leap on") {
  Record r = test::healthy(1);
  for (const std::size_t leap : {9U, 12U, 15U}) r.metrics["train/loss"][leap].value *= 4;
  const Diagnosis d = diagnose(r);
  const Finding* f = d.find("unstable");
  REQUIRE(f);
  CHECK(f->grade == Grade::warning);
  CHECK(f->since == 10);
  CHECK_THAT(f->sentence, Catch::Contains("leapt in 3 of 20 epochs"));
}

TEST_CASE("a single leap, and a loss that falls steeply, are not unstable") {
  Record r = test::healthy(1);
  r.metrics["train/loss"][9].value *= 4;
  CHECK_FALSE(diagnose(r).find("unstable"));
  r = test::healthy(1);
  r.metrics["train/loss"] = series(20, [](int e) { return 2.0 / (e * e); });
  CHECK_FALSE(diagnose(r).find("unstable"));
}

TEST_CASE("batches whose loss spikes are counted, where they were recorded") {
  Record r = test::healthy(1);
  r.metrics["train/loss_spikes"] = series(20, [](int e) { return e > 8 ? 2.0 : 0.0; });
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("unstable"));
  CHECK(d.find("unstable")->since == 9);
  CHECK_THAT(d.find("unstable")->sentence, Catch::Contains("24 batches"));
  r.metrics["train/loss_spikes"] = series(20, [](int e) { return e == 8 ? 2.0 : 0.0; });
  CHECK_FALSE(diagnose(r).find("unstable"));
}

TEST_CASE("validation accuracy that jumps by more than its images explain is unstable; by as much, it is not") {
  Record r = test::healthy(1);  // 200 validation images: a standard deviation of 1.5 points at 95 %
  r.metrics["val/accuracy"] = series(20, [](int e) { return e % 2 ? 0.95 : 0.70; });
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("unstable"));
  CHECK_THAT(d.find("unstable")->sentence, Catch::Contains("where 200 images explain"));
  r.metrics["val/accuracy"] = series(20, [](int e) { return e % 2 ? 0.95 : 0.93; });
  CHECK_FALSE(diagnose(r).find("unstable"));
}

TEST_CASE("dead ReLUs are told since the epoch at which they died; those of the first epochs come alive") {
  Record r = test::healthy(1);
  r.metrics["train/dead_relus"] = series(20, [](int e) { return e < 7 ? 0.05 : 0.6; });
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("dead ReLUs"));
  CHECK(d.find("dead ReLUs")->grade == Grade::warning);
  CHECK(d.find("dead ReLUs")->since == 7);
  r.metrics["train/dead_relus"] = series(20, [](int e) { return e < 4 ? 0.6 : 0.05; });
  CHECK_FALSE(diagnose(r).find("dead ReLUs"));
}

TEST_CASE("a network whose training loss rises again unlearns: that is no overfitting") {
  Record r = test::healthy(1);
  r.metrics["train/loss"] = series(20, [](int e) { return 0.3 + 0.05 * std::abs(e - 10); });
  r.metrics["val/loss"] = series(20, [](int e) { return 0.35 + 0.06 * std::abs(e - 10); });
  r.metrics["train/accuracy"] = r.metrics["val/accuracy"] =
      series(20, [](int e) { return 0.9 - 0.02 * std::abs(e - 10); });
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("diverged"));
  CHECK(d.find("diverged")->grade == Grade::warning);
  CHECK(d.find("diverged")->since == 11);
  CHECK(d.find("overfitting")->grade == Grade::fine);
  CHECK_FALSE(d.find("not converged"));
  CHECK_FALSE(diagnose(test::healthy(1)).find("diverged"));
}
