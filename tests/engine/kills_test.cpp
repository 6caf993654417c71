// kill -9 at random moments, then xp resume: nothing may differ from the run that nobody killed. XP_KILLS says how many
// runs are killed (tools/check/kills.sh), XP_KILLS_SEED which moments.
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "framework/run/rerun/verify.h"
#include "framework/store/store.h"
#include "tests/support/program.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

const std::string lasting = R"(XP_EXPERIMENT(e) {
  e.dataset({"spine_phantom", {{"images", 140}, {"height", 48}}})
      .transforms({{"resize", {{"size", 40}}}, {"affine"}, {"normalise"}})
      .model({"small_cnn", {{"filters", "8,16"}, {"batch_norm", true}, {"dropout", 0.3}}})
      .balance({"oversample"})
      .optimizer({"adam", {{"rate", 3e-3}}})
      .schedule({"cosine"})
      .callbacks({{"reduce_rate_on_plateau", {{"patience", 1}}}, {"csv_log"}})
      .train({{"epochs", 6}, {"batch", 4}});
})";

/// Ways to train, each with memories of its own.
const std::vector<Words> recipes{
    {"--threads", "1"},
    {"--threads", "1", "--set", "model.freeze=features", "--set", "train.variants=2", "--set",
     "train.moving_average=0.9"},
    {"--threads", "1", "--precision", "bf16", "--set", "optimizer=sgd", "--set", "optimizer.momentum=0.9", "--set",
     "train.accumulate=2"},
    {"--threads", "2", "--set", "split=k_fold", "--set", "split.k=3", "--set", "split.fold=2", "--set",
     "model.freeze=features", "--set", "train.unfreeze=3:none", "--set", "train.average_from=4", "--set",
     "train.measure_train=true", "--set", "train.flip_at_test=true"}};

int number(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::atoi(text) : otherwise;
}

std::vector<std::pair<std::int64_t, double>> steps_of(const Place& place, std::int64_t run) {
  std::vector<std::pair<std::int64_t, double>> out;
  for (const auto& [metric, series] : Store(place.home, Store::Access::read).steps(run))
    for (const Point& p : series) out.emplace_back(p.at, p.value);
  return out;
}

/// A checkpoint after every batch, or one an epoch and pictures at the end.
Words how(bool within_epochs) { return within_epochs ? Words{"--checkpoint-minutes", "0", "--no-pictures"} : Words{}; }

struct Kills {
  Place place;
  std::mt19937 random;
  std::map<std::string, int> moments;  // of kills

  Words command(std::size_t recipe, bool within_epochs) const {
    Words out{"run", Place::experiment("lasting", lasting)};
    out.insert(out.end(), recipes[recipe].begin(), recipes[recipe].end());
    for (const std::string& word : how(within_epochs)) out.push_back(word);
    return out;
  }
  std::vector<RunRow> runs() const {
    return fs::exists(place.home / "xp.db") ? Store(place.home, Store::Access::read).runs() : std::vector<RunRow>();
  }
  /// At any moment of so many seconds, or soon after some epoch ended. Whether it was still alive.
  bool kill_within(Running& process, double seconds) {
    if (std::uniform_int_distribution<int>(0, 1)(random)) {
      process.says("epoch " + std::to_string(std::uniform_int_distribution<int>(1, 6)(random)) + "/6");
      seconds /= 20;
    }
    std::this_thread::sleep_for(
        std::chrono::duration<double>(std::uniform_real_distribution<double>(0, seconds)(random)));
    process.signal(SIGKILL);
    return process.finish().code == 128 + SIGKILL;
  }
  void note(std::int64_t run) {
    const Record r = Store(place.home, Store::Access::read).record(run);
    const bool all = r.run.epochs == r.run.epochs_planned;
    ++moments[r.samples.empty()   ? "preparing"
              : all               ? "at the end"
              : r.run.epochs == 0 ? "before epoch 1 ended"
                                  : "later"];
  }
  /// A run of this recipe that was killed once.
  std::int64_t killed_once(std::size_t recipe, bool within_epochs, double seconds) {
    for (;;) {
      const std::size_t before = runs().size();
      Running process = place.start(command(recipe, within_epochs));
      if (!kill_within(process, seconds)) continue;  // it was faster
      const std::vector<RunRow> after = runs();
      if (after.size() == before || after.back().status == Status::finished) continue;  // before or after all of it
      REQUIRE(after.back().status == Status::killed);
      CHECK_THAT(after.back().reason, Contains("its process died"));
      note(after.back().id);
      return after.back().id;
    }
  }
};

}  // namespace

TEST_CASE("a run that is killed at random moments, and resumed each time, ends with the same bits") {
  const int wanted = number("XP_KILLS", static_cast<int>(recipes.size()));
  const int seed = number("XP_KILLS_SEED", static_cast<int>(std::random_device()() % 1'000'000));
  Kills kills;
  kills.random.seed(static_cast<unsigned>(seed));
  INFO("XP_KILLS_SEED=" << seed);
  std::vector<std::int64_t> whole;
  std::vector<double> seconds;
  for (std::size_t recipe = 0; recipe < recipes.size(); ++recipe) {
    if (recipe == 0) kills.place.xp(kills.command(recipe, false));  // compiles, fills caches
    const auto start = std::chrono::steady_clock::now();
    REQUIRE(kills.place.xp(kills.command(recipe, false)).code == 0);
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    whole.push_back(kills.runs().back().id);
  }
  int equal = 0, dead = 0;
  for (int i = 0; i < wanted; ++i) {
    const std::size_t recipe = static_cast<std::size_t>(i) % recipes.size();
    const bool within_epochs = i % 2 == 0;
    const std::int64_t run = kills.killed_once(recipe, within_epochs, seconds[recipe]);
    ++dead;
    Words resume{"resume", run_name(run)};
    for (const std::string& word : how(within_epochs)) resume.push_back(word);
    while (std::uniform_int_distribution<int>(0, 2)(kills.random) == 0) {  // and again
      Running again = kills.place.start(resume);
      if (!kills.kill_within(again, seconds[recipe])) break;
      ++dead;
      kills.note(run);
    }
    const Store store(kills.place.home, Store::Access::read);
    if (store.run(run).status != Status::finished) {
      const Output resumed = kills.place.xp(resume);
      INFO(resumed.err);
      REQUIRE(resumed.code == 0);
    }
    const Verification v = verify(store.record(whole[recipe]), store.record(run));
    INFO(run_name(run) << ", recipe " << recipe << ": " << v.difference());
    const bool same_steps = steps_of(kills.place, whole[recipe]) == steps_of(kills.place, run);
    CHECK(v.identical());
    CHECK(same_steps);
    CHECK(v.predictions_compared > 10);
    equal += v.identical() && same_steps;
  }
  std::cout << equal << " of " << wanted << " killed runs are bit-equal to the uninterrupted one; " << dead
            << " kills:";
  for (const auto& [moment, times] : kills.moments) std::cout << " " << times << " " << moment;
  std::cout << " (XP_KILLS_SEED=" << seed << ")\n";
}
