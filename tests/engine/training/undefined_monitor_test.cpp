// A run that has nothing to choose an epoch by.
#include "framework/engine/training/trainer.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Remembers the monitor of each epoch, and whether anything was kept.
struct Watched : Recorder {
  std::vector<double> monitor;
  int kept = 0;
  std::vector<Part> scored_parts;

  void prepared(const Prepared&) override {}
  void step(const StepReport&) override {}
  void epoch(const Epoch& e, const Metrics&) override { monitor.push_back(e["val/mcc"]); }
  void scored(Part part, int, const std::vector<Prediction>&) override { scored_parts.push_back(part); }
  void weights(int, const std::string&) override { ++kept; }
  bool interrupted() override { return false; }
};

/// Each step forgets the weights but for its own gradient: all images are named alike, and Matthews' correlation has no
/// value.
const Settings forgetful{
    {"optimizer", "sgd"}, {"optimizer.rate", 0.1}, {"optimizer.weight_decay", 10}, {"optimizer.momentum", 0}};

Trained train(const std::string& monitor, Watched& notes) {
  Settings set = forgetful;
  set.push_back({"train.monitor", monitor});
  at::set_num_threads(1);
  return Trainer(test::tiny_plan(set), {1, "cpu"}, notes).run();
}

}  // namespace

TEST_CASE("a run whose monitor was undefined in every epoch FAILED, says so, and keeps and scores nothing") {
  Watched notes;
  const Trained done = train("val/mcc", notes);
  REQUIRE(notes.monitor.size() == 3);
  for (const double value : notes.monitor) REQUIRE(std::isnan(value));
  CHECK(done.ending == Trained::failed);
  CHECK_THAT(done.reason, Contains("val/mcc was undefined in every epoch") && Contains("train.monitor"));
  CHECK(done.chosen_epoch == 0);
  CHECK(notes.kept == 0);
  CHECK(notes.scored_parts.empty());
}

TEST_CASE("the same run is fine by a monitor that has a value") {
  Watched notes;
  const Trained done = train("val/loss", notes);
  CHECK(done.ending == Trained::finished);
  CHECK(done.chosen_epoch > 0);
  CHECK(notes.kept == 1);
  CHECK((notes.scored_parts == std::vector{Part::validation, Part::test}));
}
