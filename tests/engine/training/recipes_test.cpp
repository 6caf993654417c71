// Recipes that the loop has to know of: averages of the weights, staged unfreezing, groups of batches; and going on
// from the middle of each.
#include "framework/engine/training/trainer.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "framework/engine/network/weights.h"
#include "framework/scores/score.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

struct Notes : Recorder {
  Prepared data;
  std::vector<Epoch> epochs;
  std::vector<double> losses;
  std::string kept, file;
  int checkpoint_after = -1;  // batches

  void prepared(const Prepared& p) override { data = p; }
  void step(const StepReport& s) override { losses.push_back(s.objective); }
  void epoch(const Epoch& e, const Metrics&) override { epochs.push_back(e); }
  void scored(Part, int, const std::vector<Prediction>&) override {}
  void weights(int, const std::string& safetensors) override { kept = safetensors; }
  bool interrupted() override { return false; }
  bool wants_checkpoint() override { return static_cast<int>(losses.size()) == checkpoint_after; }
  void checkpoint(const Standing& standing, bool, const std::function<void(const std::string&)>& write) override {
    if (standing.step == checkpoint_after) write(file);
  }
};

Notes trained(const Plan& plan, int checkpoint_after = -1, const std::string& file = "", bool resumes = false) {
  Notes notes;
  notes.file = file;
  if (!resumes) notes.checkpoint_after = checkpoint_after;
  Course course;
  if (resumes) course.checkpoint = file;
  at::set_num_threads(1);
  const Trained done = Trainer(plan, {1, "cpu"}, notes, course).run();
  INFO(done.reason);
  CHECK(done.ending == Trained::finished);
  return notes;
}

Plan plan(Settings set) {
  set.push_back({"model.batch_norm", true});
  set.push_back({"train.epochs", 5});
  set.push_back({"train.monitor", "train/loss"});
  return test::tiny_plan(set);
}

/// The validation loss of what a run kept.
double kept_loss(const Plan& plan, const Notes& notes) {
  const Network net(network(plan), input(plan), 77, at::kCPU);
  from_safetensors(notes.kept, net.state());
  Batches batches(plan, 1, [] { return false; });
  batches.load(listing(plan.only(Kind::dataset)));
  const auto samples = notes.data.division.indices(Part::validation);
  const at::NoGradGuard no_gradients;
  std::vector<Prediction> again;
  append(again, samples, batches.labels(samples),
         Objective({}, std::vector<double>(plan.classes.size(), 1.0), at::kCPU)
             .probabilities(net.forward(batches.images(samples, 0), false)));
  return scores(again, static_cast<int>(plan.classes.size())).at("loss");
}

}  // namespace

TEST_CASE("the averaged network is judged and kept, and training goes on as if there were none") {
  const Notes raw = trained(plan({}));
  for (const Settings& averages : {Settings{{"train.moving_average", 0.8}}, Settings{{"train.average_from", 1}}}) {
    const Plan averaged = plan(averages);
    const Notes notes = trained(averaged);
    CHECK(notes.losses == raw.losses);
    REQUIRE(notes.epochs.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(notes.epochs[i]["val/loss"] != raw.epochs[i]["val/loss"]);
    const auto best = std::min_element(notes.epochs.begin(), notes.epochs.end(), [](const Epoch& a, const Epoch& b) {
      return a["train/loss"] < b["train/loss"];
    });
    CHECK(kept_loss(averaged, notes) == Approx((*best)["val/loss"]).epsilon(1e-6));
  }
}

TEST_CASE("where epochs are averaged from a later one on, an average is kept, however good an earlier epoch was") {
  // so high a rate that the raw network is best before its last epoch
  const Settings diverging{{"optimizer", "sgd"}, {"optimizer.rate", 3.0}};
  const auto best_of = [](const Notes& notes, std::size_t from) {
    const auto less = [](const Epoch& a, const Epoch& b) { return a["train/loss"] < b["train/loss"]; };
    return *std::min_element(notes.epochs.begin() + static_cast<std::ptrdiff_t>(from - 1), notes.epochs.end(), less);
  };
  Settings averaging = diverging;
  averaging.push_back({"train.average_from", 5});
  const Plan averaged = plan(averaging);
  const Notes notes = trained(averaged);
  REQUIRE(notes.epochs.size() == 5);
  REQUIRE(best_of(notes, 1).number < 5);
  CHECK(kept_loss(averaged, notes) == Approx(best_of(notes, 5)["val/loss"]).epsilon(1e-5));
}

TEST_CASE("what is frozen at first learns from the epoch on that says so, with augmentation and an average as well") {
  const Settings frozen{{"model.freeze", "features"}, {"transform", "resize,rotate,normalise"}, {"transform.size", 16}};
  const auto with = [&](const Setting& s) {
    Settings set = frozen;
    set.push_back(s);
    return trained(plan(set)).losses;
  };
  const std::vector<double> all = with({"train.epochs", 5}), later = with({"train.unfreeze", "3:none"});
  REQUIRE(all.size() == later.size());
  const std::size_t before = all.size() / 5 * 2;
  for (std::size_t i = 0; i < all.size(); ++i) CHECK((later[i] == all[i]) == (i < before));
}

TEST_CASE("a run that goes on from the middle of a recipe ends with the same bits") {
  const test::TemporaryFolder folder("recipes");
  for (const Settings& recipe :
       {Settings{{"train.accumulate", 2}, {"train.moving_average", 0.8}, {"optimizer", "rmsprop"}},
        Settings{{"train.average_from", 2}, {"optimizer", "adamw"}, {"train.clip_norm", 0.5}},
        Settings{{"model.freeze", "features"}, {"train.unfreeze", "2:1, 3:none"}, {"optimizer", "sgd"}}}) {
    const Plan whole = plan(recipe);
    const Notes uninterrupted = trained(whole);
    const auto per_epoch = static_cast<int>(uninterrupted.losses.size()) / 5;
    REQUIRE(per_epoch >= 2);
    for (const int at : {per_epoch, per_epoch + 1, 2 * per_epoch + 1, 3 * per_epoch}) {
      INFO(recipe[0].name << " after batch " << at);
      const std::string file = folder / "last.safetensors";
      CHECK(trained(whole, at, file).kept == uninterrupted.kept);
      const Notes resumed = trained(whole, at, file, true);
      CHECK(resumed.kept == uninterrupted.kept);
      CHECK(std::equal(resumed.losses.rbegin(), resumed.losses.rend(), uninterrupted.losses.rbegin()));
    }
  }
}
