// Which of another tool's numbers are per epoch.
#include "framework/run/imports/logged.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace xp;

namespace {

Series counted(std::int64_t first, int many, double value = 0.5) {
  Series out;
  for (int i = 0; i < many; ++i) out.push_back({first + i, value});
  return out;
}

WholeRun sorted(const Logged& logged) {
  WholeRun run;
  add_logged(logged, run);
  return run;
}

}  // namespace

TEST_CASE("steps that follow one another are epochs, and count from 1") {
  const WholeRun run = sorted({{"loss", counted(0, 5)}, {"val_acc", counted(1, 5)}});
  CHECK(run.record.metrics.at("train/loss").front().at == 1);
  CHECK(run.record.metrics.at("val/accuracy").back().at == 5);
  CHECK(run.record.run.epochs == 5);
  CHECK(run.steps.empty());
}

TEST_CASE("what has more values than validation is per batch, under its own name") {
  const WholeRun run = sorted({{"loss", counted(0, 500)}, {"val_loss", counted(0, 5)}});
  CHECK(run.steps.at("loss").size() == 500);
  CHECK(run.steps.at("loss").front().at == 0);
  CHECK(run.record.metrics.count("val/loss") == 1);
}

TEST_CASE("without validation, a thousand values are epochs and more are batches") {
  CHECK(sorted({{"loss", counted(0, 1000)}}).steps.empty());
  CHECK(sorted({{"loss", counted(0, 1001)}}).record.metrics.empty());
}

TEST_CASE("steps with gaps are batches, unless a metric says their epochs, as Lightning's does") {
  const Series ends{{49, 0.9}, {99, 0.5}, {149, 0.25}};
  CHECK(sorted({{"val_loss", ends}}).steps.size() == 1);
  const WholeRun run = sorted({{"val_loss", ends},
                               {"train_loss_step", {{9, 1}, {19, 1}, {49, 1}}},
                               {"train_loss_epoch", ends},
                               {"epoch", {{9, 0}, {19, 0}, {49, 0}, {99, 1}, {149, 2}}}});
  CHECK(run.record.metrics.at("val/loss").at(2).at == 3);
  CHECK(run.record.metrics.at("train/loss").at(1).value == 0.5);
  CHECK(run.steps.count("train_loss_step") == 1);
}

TEST_CASE("a single value is a score of the whole run, at its last epoch") {
  const WholeRun run = sorted({{"val_loss", counted(0, 7)}, {"test_acc", {{0, 0.75}}}, {"size", {{0, 12}}}});
  CHECK(run.record.metrics.at("test/accuracy").at(0).at == 7);
  CHECK(run.record.metrics.at("size").at(0).value == 12);
  CHECK(sorted({{"auc", {{0, 0.5}}}}).record.run.epochs == 1);
}

TEST_CASE("an accuracy in percent is no share, and keeps its own name; so does what became another's") {
  const WholeRun run =
      sorted({{"val_accuracy", counted(0, 3, 87.5)}, {"acc", counted(0, 3)}, {"accuracy", counted(0, 3)}});
  CHECK(run.record.metrics.count("val_accuracy") == 1);
  CHECK(run.record.metrics.count("train/accuracy") == 1);
  CHECK(run.record.metrics.count("accuracy") == 1);
}

TEST_CASE("of a step that has several values the last counts for an epoch, and all are kept for a batch") {
  CHECK(sorted({{"val_loss", {{0, 1}, {1, 2}, {1, 3}}}}).record.metrics.at("val/loss").at(1).value == 3);
  CHECK(sorted({{"x", {{5, 1}, {9, 2}, {9, 3}}}}).steps.at("x").size() == 3);
}

TEST_CASE("steps at the ends of all numbers are batches") {
  const Logged odd{
      {"a", {{std::numeric_limits<std::int64_t>::min(), 1}, {std::numeric_limits<std::int64_t>::max(), 1}}},
      {"epoch", {{0, std::nan("")}, {1, -1}, {2, 1e300}}}};
  CHECK(sorted(odd).steps.count("a") == 1);
}
