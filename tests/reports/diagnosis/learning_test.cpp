#include <catch2/catch.hpp>
#include <cmath>

#include "reports/diagnosis/diagnosis.h"
#include "reports/diagnosis/history.h"
#include "tests/support/records.h"

using namespace xp;
using test::series;

namespace {

Record untested(Record r) {
  r.test.clear(), r.metrics.erase("test/loss"), r.metrics.erase("test/accuracy");
  std::erase_if(r.samples, [](const StoredSample& s) { return s.part == Part::test; });
  return r;
}

}  // namespace

TEST_CASE("losses that still fall fast at the end are not converged, and tell by how much") {
  Record r = test::healthy(1);
  r.metrics["train/loss"] = series(20, [](int e) { return 1.1 * std::exp(-0.06 * e); });
  r.metrics["val/loss"] = series(20, [](int e) { return 1.15 * std::exp(-0.06 * e); });
  r.run.chosen_epoch = 20;
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("not converged"));
  CHECK(d.find("not converged")->grade == Grade::warning);
  CHECK_THAT(d.find("not converged")->sentence, Catch::Contains("training loss still fell by 21.3 %"));
  r.run.epochs_planned = 60;  // it was asked to stop
  CHECK_FALSE(diagnose(r).find("not converged"));
}

TEST_CASE("a drop of the rate that is over, and a loss of next to nothing, are converged") {
  Record r = test::healthy(1);
  for (const char* loss : {"train/loss", "val/loss"})
    r.metrics[loss] = series(40, [](int e) { return e < 30 ? 0.6 : 0.3; });
  r.run.chosen_epoch = 35;
  CHECK_FALSE(diagnose(r).find("not converged"));
  for (const char* loss : {"train/loss", "val/loss"})
    r.metrics[loss] = series(40, [](int e) { return std::exp(-0.2 * e); });
  CHECK_FALSE(diagnose(r).find("not converged"));
}

TEST_CASE("the best of many epochs, told on the images that chose it, is no result; a test part makes it one") {
  Record r = untested(test::healthy(1));
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("best epoch reported"));
  CHECK(d.find("best epoch reported")->grade == Grade::warning);
  CHECK_THAT(d.find("best epoch reported")->sentence, Catch::StartsWith("Epoch 19 was chosen as the best of 20"));
  CHECK_FALSE(diagnose(test::healthy(1)).find("best epoch reported"));
  set(r.settings, "train.monitor", "train/loss");
  CHECK_FALSE(diagnose(r).find("best epoch reported"));
  CHECK_FALSE(diagnose(test::killed(1)).find("best epoch reported"));
}

TEST_CASE("a network of another tool that never left chance is told, where the number of classes is known") {
  Record r;
  r.classes = {"a", "b"}, r.run.status = Status::finished;
  r.metrics["train/loss"] = r.metrics["val/loss"] = series(10, [](int) { return 0.693; });
  r.metrics["train/accuracy"] = r.metrics["val/accuracy"] = series(10, [](int e) { return e % 2 ? 0.49 : 0.51; });
  REQUIRE(diagnose(r).find("underfitting"));
  CHECK(diagnose(r).find("underfitting")->grade == Grade::serious);
  r.classes.clear();
  CHECK_FALSE(diagnose(r).find("underfitting"));
}

TEST_CASE("a run of one epoch is judged by what it has") {
  Record r = test::healthy(1);
  for (auto& [name, points] : r.metrics) points.resize(std::min<std::size_t>(1, points.size()));
  r.run.epochs = r.run.epochs_planned = r.run.chosen_epoch = 1;
  const Diagnosis d = diagnose(r);
  for (const char* finding : {"unstable", "not converged", "best epoch", "memorisation", "losses not comparable"})
    CHECK_FALSE(d.find(finding));
}

TEST_CASE("a network that knows 97 % of its training images is not sent back for a loss that creeps on") {
  Record r = test::healthy(1);
  r.metrics["train/loss"] = series(20, [](int e) { return 1.1 * std::exp(-0.06 * e); });
  r.metrics["val/loss"] = series(20, [](int e) { return 1.15 * std::exp(-0.06 * e); });
  REQUIRE(diagnose(r).find("not converged")->grade == Grade::warning);
  r.metrics["train/accuracy"] = series(20, [](int) { return 0.98; });
  CHECK_FALSE(diagnose(r).find("not converged"));
}

TEST_CASE("a loss whose fall slackens has little left, and one that keeps its pace as much again") {
  CHECK(still_to_fall(series(40, [](int e) { return 1 - 0.01 * e; })) == Approx(0.08));
  CHECK(still_to_fall(series(40, [](int e) { return 0.2 + std::exp(-0.2 * e); })) < 0.001);
  CHECK(still_to_fall(series(40, [](int e) { return 0.2 + 0.01 * e; })) == 0);
  CHECK(std::isnan(still_to_fall(series(7, [](int e) { return 1.0 / e; }))));
}

TEST_CASE("two epochs show no pace, but a last one that still brought much") {
  Record r = test::healthy(1);
  for (auto& [name, points] : r.metrics) points.resize(std::min<std::size_t>(2, points.size()));
  r.run.epochs = r.run.epochs_planned = r.run.chosen_epoch = 2;
  CHECK(diagnose(r).find("not converged")->grade == Grade::warning);
  CHECK_THAT(diagnose(r).find("not converged")->sentence, Catch::Contains("the last of only 2 epochs"));
  r.metrics["train/loss"] = series(2, [](int) { return 0.9; });
  CHECK_FALSE(diagnose(r).find("not converged"));
}
