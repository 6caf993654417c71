// A run that was cut anywhere and goes on from its last checkpoint ends as if nothing had happened, to the bit.
#include "framework/engine/training/trainer.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <numeric>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

struct Cut {};

struct Counted : Balance {
  static constexpr const char* doc = "Every sample once; counts how often an epoch is drawn.";
  std::vector<int> draw(const std::vector<int>& labels, Random&) const override {
    std::vector<int> all(labels.size());
    std::iota(all.begin(), all.end(), 0);
    return ++draws, all;
  }
  static inline int draws = 0;
};
const Registration<Counted> counted{"counted", "tests/engine/training/resume_test.cpp"};

/// Remembers what a store would, and forgets what lies past the checkpoint that it goes on from.
struct Story : Recorder {
  std::string folder;
  std::map<int, Metrics> epochs;
  std::map<std::int64_t, double> losses;
  std::map<std::int64_t, double> means;
  std::map<std::int64_t, BatchHashes> hashes;
  std::map<int, std::vector<TensorHash>> tensors_after;
  std::map<Part, std::vector<Prediction>> predictions;
  std::string weights_kept;
  Standing saved;
  bool wanted = true;
  int cut_at_event = -1, events = 0;  // of any kind; the process dies there
  int stop_after_step = -1;
  std::vector<std::string> happened;

  void event(const std::string& what) {
    happened.push_back(what);
    if (++events == cut_at_event) throw Cut();
  }
  void prepared(const Prepared&) override { event("prepared"); }
  void step(const StepReport& s) override {
    losses[s.global_step] = s.objective, means[s.global_step] = s.mean_loss;
    hashes[s.global_step] = s.hashes;
    event("step");
  }
  void epoch(const Epoch& e, const Metrics&) override {
    epochs[e.number] = e.metrics;
    event("epoch");
  }
  void tensors(int epoch, const std::vector<TensorHash>& after) override { tensors_after[epoch] = after; }
  void scored(Part part, int, const std::vector<Prediction>& p) override {
    predictions[part] = p;
    event("scored");
  }
  void weights(int, const std::string& safetensors) override {
    weights_kept = safetensors;
    event("weights");
  }
  bool interrupted() override { return stop_after_step >= 0 && static_cast<int>(losses.size()) > stop_after_step; }
  bool wants_checkpoint() override { return wanted; }
  void checkpoint(const Standing& s, bool, const std::function<void(const std::string&)>& write) override {
    write(folder + "/last");
    saved = s;
    std::erase_if(losses, [&](const auto& at) { return at.first > s.step; });
    std::erase_if(hashes, [&](const auto& at) { return at.first > s.step; });
    event("checkpoint");
  }
};

/// A cut passes through the trainer as a process's death would: nothing of it is left.
Trained train(const Plan& plan, Story& story, const Course& course = {}, const std::string& precision = "fp32") {
  at::set_num_threads(1);
  return Trainer(plan, {1, "cpu", precision}, story, course).run();
}

struct Recipe {
  const char* name;
  Settings settings;
  std::function<void(Experiment&)> change = [](Experiment&) {};
  std::string precision = "fp32";
};

Plan plan_of(const Recipe& recipe) {
  Experiment e = test::tiny();
  e.train({{"epochs", 4}, {"batch", 6}});
  recipe.change(e);
  return expand(e, "tiny", {recipe.settings, false}).at(0);
}

std::string same(const Story& a, const Story& b) {
  if (a.epochs.size() != b.epochs.size()) return "epochs";
  for (const auto& [number, metrics] : a.epochs)
    for (const auto& [metric, value] : metrics) {
      const auto found = b.epochs.at(number).find(metric);
      if (found == b.epochs.at(number).end() || std::memcmp(&found->second, &value, sizeof value) != 0)
        return "epoch " + std::to_string(number) + " " + metric;
    }
  if (a.losses != b.losses) return "steps";
  if (a.hashes != b.hashes) return "hashes of batches";
  if (a.tensors_after != b.tensors_after) return "hashes of tensors";
  for (const Part part : {Part::validation, Part::test}) {
    const auto &x = a.predictions.at(part), &y = b.predictions.at(part);
    if (x.size() != y.size()) return "predictions";
    for (std::size_t i = 0; i < x.size(); ++i)
      if (x[i].sample != y[i].sample || x[i].probabilities != y[i].probabilities) return "predictions";
  }
  return a.weights_kept == b.weights_kept ? "" : "weights";
}

const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> all{
      {"dropout, CBAM, BatchNorm",
       {{"model.dropout", 0.3}, {"model.batch_norm", true}, {"attention", "cbam"}, {"attention.reduction", 4}}},
      {"oversampling, augmentation and mixup",
       {{"balance", "oversample"}},
       [](Experiment& e) {
         e.transforms({{"resize", {{"size", 16}}}, {"affine", {}}, {"normalise"}, {"mixup", {}}});
       }},
      {"variants of frozen features, oversampled",
       {{"balance", "oversample"}, {"model.freeze", "features"}, {"train.variants", 2}},
       [](Experiment& e) {
         e.transforms({{"resize", {{"size", 16}}}, {"affine", {}}, {"normalise"}});
       }},
      {"a rate that falls, one cycle of a schedule, early stopping",
       {{"train.epochs", 6}, {"schedule", "one_cycle"}, {"optimizer.rate", 3e-2}},
       [](Experiment& e) {
         e.callbacks({{"reduce_rate_on_plateau", {{"patience", 1}, {"factor", 0.5}}},
                      {"early_stopping", {{"patience", 2}}},
                      {"csv_log"}});
       }},
      {"SGD with momentum, accumulation, clipping, a moving average",
       {{"optimizer", "sgd"},
        {"optimizer.momentum", 0.9},
        {"train.accumulate", 2},
        {"train.clip_norm", 0.5},
        {"train.moving_average", 0.9},
        {"train.measure_train", true}}},
      {"averaged weights and staged unfreezing",
       {{"train.average_from", 2}, {"train.unfreeze", "3:none"}, {"model.freeze", "features"}}},
      {"bf16", {{"model.batch_norm", true}}, [](Experiment&) {}, "bf16"}};
  return all;
}

}  // namespace

TEST_CASE("a run that dies at any event and goes on ends with the same bits") {
  for (const Recipe& recipe : recipes()) {
    const test::TemporaryFolder folder("resume");
    const Plan plan = plan_of(recipe);
    Story whole;
    whole.folder = folder.path.string();
    REQUIRE(train(plan, whole, {}, recipe.precision).ending == Trained::finished);
    REQUIRE(std::count(whole.happened.begin(), whole.happened.end(), "checkpoint") > 4);
    const int step = std::max(1, whole.events / 8);
    for (int cut = 1; cut < whole.events; cut += step) {
      std::filesystem::remove(folder / "last");
      Story story;
      story.folder = whole.folder, story.cut_at_event = cut;
      CHECK_THROWS_AS(train(plan, story, {}, recipe.precision), Cut);
      story.cut_at_event = -1;
      const bool safe = std::filesystem::exists(folder / "last");
      const Trained done = train(plan, story, {safe ? folder / "last" : ""}, recipe.precision);
      INFO(recipe.name << ", cut at " << whole.happened[static_cast<std::size_t>(cut - 1)] << ", event " << cut);
      CHECK(done.ending == Trained::finished);
      CHECK(same(whole, story) == "");
    }
  }
}

TEST_CASE("a run that is interrupted leaves a checkpoint of the batch at which it stopped") {
  const Recipe& recipe = recipes()[1];
  const Plan plan = plan_of(recipe);
  const test::TemporaryFolder folder("resume");
  Story whole;
  whole.folder = folder.path.string(), whole.wanted = false;
  train(plan, whole);
  const int per_epoch = static_cast<int>(whole.losses.size()) / 4;
  for (const int stop : {1, per_epoch, per_epoch + 1, 2 * per_epoch - 1}) {
    Story story;
    story.folder = whole.folder, story.wanted = false, story.stop_after_step = stop;
    const Trained stopped = train(plan, story);
    CHECK(stopped.ending == Trained::interrupted);
    CHECK(story.saved.step == stop + 1);
    CHECK(story.saved.epoch == (stop + 1 > per_epoch ? 1 : 0));
    story.stop_after_step = -1;
    CHECK(train(plan, story, {folder / "last"}).ending == Trained::finished);
    INFO("stopped after batch " << stop + 1 << ": " << stopped.reason);
    CHECK(same(whole, story) == "");
    for (const auto& [step, mean] : whole.means) CHECK(story.means.at(step) == Approx(mean));
  }
}

TEST_CASE("a run that was told to pause has not seen the test set, and goes on as if it had not paused") {
  const Plan plan = plan_of(recipes()[0]);
  const test::TemporaryFolder folder("resume");
  Story whole, parts;
  whole.folder = parts.folder = folder.path.string();
  train(plan, whole);
  Trained done = train(plan, parts, {"", 1});
  CHECK(done.ending == Trained::paused);
  CHECK(done.reason == "paused after epoch 1 of 4");
  CHECK(done.chosen_epoch == 1);
  CHECK(parts.predictions.count(Part::test) == 0);
  CHECK(train(plan, parts, {folder / "last", 3}).ending == Trained::paused);
  CHECK(parts.epochs.size() == 3);
  CHECK(train(plan, parts, {folder / "last"}).ending == Trained::finished);
  CHECK(same(whole, parts) == "");
}

TEST_CASE("a run that fails leaves its last good checkpoint") {
  const Plan plan = plan_of(
      {"", {{"optimizer", "sgd"}, {"optimizer.rate", 100}, {"optimizer.weight_decay", 10}, {"train.epochs", 50}}});
  const test::TemporaryFolder folder("resume");
  Story story;
  story.folder = folder.path.string(), story.wanted = false;
  const Trained done = train(plan, story);
  REQUIRE(done.ending == Trained::failed);
  const auto last = std::find(story.happened.rbegin(), story.happened.rend(), "checkpoint");
  CHECK(std::count(story.happened.rbegin(), last, "epoch") <= 1);
  if (last != story.happened.rend()) CHECK(State::read(folder / "last").integer("epoch") == story.saved.epoch);
}

TEST_CASE(
    "where statistics are estimated anew behind a random layer, an epoch's last batch is as good a place to stop") {
  const Plan plan = plan_of(
      {"", {{"model", "efficientnet"}, {"transform.size", 32}, {"train.average_from", 1}, {"train.epochs", 2}}});
  const test::TemporaryFolder folder("resume");
  Story whole;
  whole.folder = folder.path.string(), whole.wanted = false;
  train(plan, whole);
  Story story;
  story.folder = whole.folder, story.wanted = false;
  story.stop_after_step = static_cast<int>(whole.losses.size()) / 2 - 1;
  CHECK(train(plan, story).ending == Trained::interrupted);
  CHECK(story.saved.epoch == 0);
  story.stop_after_step = -1;
  at::manual_seed(12345);  // of another process
  CHECK(train(plan, story, {folder / "last"}).ending == Trained::finished);
  CHECK(same(whole, story) == "");
}

TEST_CASE("a run that goes on where its features have thawed draws an epoch no oftener than it has to") {
  const Plan plan = plan_of({"",
                             {{"model.freeze", "features"}, {"train.unfreeze", "3:none"}, {"train.epochs", 4}},
                             [](Experiment& e) { e.balance({"counted"}); }});
  const test::TemporaryFolder folder("resume");
  Story story;
  story.folder = folder.path.string(), story.wanted = false;
  CHECK(train(plan, story, {"", 3}).ending == Trained::paused);
  Counted::draws = 0;
  CHECK(train(plan, story, {folder / "last"}).ending == Trained::finished);
  CHECK(Counted::draws == 3);  // for the steps of an epoch, to announce it, to learn it
  std::filesystem::remove(folder / "last");
  CHECK(train(plan, story, {"", 2}).ending == Trained::paused);
  Counted::draws = 0;
  CHECK(train(plan, story, {folder / "last", 3}).ending == Trained::paused);
  CHECK(Counted::draws == 3);
}

TEST_CASE("what was interrupted while it waited for room is interrupted, though its weights find no room either") {
  struct Full : Story {
    void checkpoint(const Standing& s, bool kept, const std::function<void(const std::string&)>& write) override {
      if (s.epoch == 2) throw Error("while it waited for room", "", Exit::interrupted);
      Story::checkpoint(s, kept, write);
    }
    void weights(int, const std::string&) override { throw DiskFull("cannot write"); }
  } story;
  const test::TemporaryFolder folder("resume");
  story.folder = folder.path.string(), story.wanted = false;
  const Trained done = train(plan_of(recipes()[0]), story);
  CHECK(done.ending == Trained::interrupted);
  CHECK(done.reason == "while it waited for room");
}
