// Which weights come back: those that Keras' restore_best_weights would bring, where the two mean the same.
#include "framework/engine/training/best.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/deeds.h"
#include "tests/support/plans.h"

using namespace xp;
using Json = nlohmann::json;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// A network whose weights, all of them, are the number of the epoch that they were learned in.
class Numbered {
 public:
  Numbered() : network_(xp::network(plan_), input(plan_), 7, at::kCPU) {}

  const Network& network() const { return network_; }
  void learn(int epoch) {
    const at::NoGradGuard no_gradients;
    for (NamedTensor& t : state()) t.tensor.fill_(epoch);
  }
  /// -1 where they are not all of one.
  int epoch() {
    std::set<double> all;
    for (NamedTensor& t : state()) all.insert({t.tensor.min().item<double>(), t.tensor.max().item<double>()});
    return all.size() == 1 ? static_cast<int>(*all.begin()) : -1;
  }

 private:
  std::vector<NamedTensor> state() const { return network_.state(); }

  Plan plan_ = test::tiny_plan({{"model.batch_norm", true}});
  Network network_;
};

struct Ended {
  int stopped = 0, epoch = 0, weights = 0;
};

/// A run whose metric takes this course, as the trainer steers it.
Ended run(Numbered& numbered, const Choice& stopping, const std::string& monitor, const std::vector<double>& curve) {
  Best best(monitor, numbered.network());
  const auto callback = test::callback(stopping);
  test::Deeds deeds;
  callback->train_begin();
  for (const double value : curve) {
    const Epoch epoch{++deeds.epoch, {{monitor, value}}};
    numbered.learn(epoch.number);
    best.offer(epoch, {});
    callback->epoch_end(epoch, deeds);
    if (deeds.stopped) break;
  }
  best.restore();
  return {deeds.stopped, best.epoch(), numbered.epoch()};
}

}  // namespace

TEST_CASE("the best epoch is reported and its weights come back, by hand") {
  Numbered numbered;
  struct Row {
    const char* what;
    Settings settings;
    std::vector<double> curve;
    int stopped, best;
  };
  const double nan = undefined;
  const Row table[] = {
      {"stopped after the best", {{"patience", 2}}, {4, 3, 2, 3, 3, 1}, 5, 3},
      {"never stopped", {{"patience", 2}}, {4, 3, 2, 3}, 0, 3},
      {"the first of equals", {{"patience", 3}}, {4, 2, 2, 2, 2}, 5, 2},
      {"NaN is never the best", {{"patience", 2}}, {nan, 3, nan, nan}, 4, 2},
      // Keras would bring back the first epoch that it looked at; nothing is kept of a run that never had a number.
      {"nothing but NaN", {{"patience", 2}}, {nan, nan}, 2, 0},
      // short of the baseline, and yet the best there was
      {"baseline never beaten", {{"patience", 3}, {"baseline", 1}}, {4, 3, 3.5, 3.5}, 3, 2},
      // 3.75 does not count as an improvement, but is better; Keras would bring back epoch 1
      {"better by less than min_delta", {{"patience", 2}, {"min_delta", 0.5}}, {4, 3.75, 3.8}, 3, 2},
      // Keras would not have looked at epoch 1
      {"better before start_from_epoch", {{"patience", 1}, {"start_from_epoch", 1}}, {1, 3, 2, 2}, 4, 1},
  };
  for (const Row& row : table) {
    CAPTURE(row.what);
    const Ended ended = run(numbered, {"early_stopping", row.settings}, "val/loss", row.curve);
    CHECK(ended.stopped == row.stopped);
    CHECK(ended.epoch == row.best);
    if (row.best > 0) CHECK(ended.weights == row.best);
  }
}

TEST_CASE("an epoch before the average begins counts until then alone, also where training went on in between") {
  Numbered numbered;
  const auto kept = [&](const std::vector<double>& curve, int from, std::size_t resumed_after = 99) {
    auto best = std::make_unique<Best>("val/loss", numbered.network(), from);
    for (std::size_t i = 0; i < curve.size(); ++i) {
      numbered.learn(static_cast<int>(i) + 1);
      best->offer({static_cast<int>(i) + 1, {{"val/loss", curve[i]}}}, {});
      if (i + 1 != resumed_after) continue;
      State state;
      best->save(state);
      best = std::make_unique<Best>("val/loss", numbered.network(), from);
      best->load(state);
    }
    best->restore();
    CHECK(numbered.epoch() == best->epoch());
    return best->epoch();
  };
  const std::vector<double> curve = {4, 1, 3, 2.5, 2, 2.2};
  CHECK(kept(curve, 0) == 2);
  CHECK(kept(curve, 3) == 5);
  CHECK(kept(curve, 6) == 6);
  CHECK(kept(curve, 7) == 2);  // it ended before
  for (const std::size_t at : {2U, 3U, 4U}) CHECK(kept(curve, 3, at) == 5);
  CHECK(kept({4, 1, undefined, 3}, 3) == 4);
  CHECK(kept({4, 1, undefined}, 3) == 2);
}

TEST_CASE("on random curves the weights that come back are those of the reference") {
  Numbered numbered;
  int compared = 0;
  for (const Json& one : Json::parse(std::ifstream(XP_SOURCE_DIR "/tests/registry/fixtures/keras_callbacks.json"))) {
    if (one["callback"] != "early_stopping" || one["settings"]["min_delta"] != 0 ||
        one["settings"]["start_from_epoch"] != 0)
      continue;
    CAPTURE(one.dump());
    std::vector<double> curve;
    for (const Json& n : one["curve"]) curve.push_back(n.is_null() ? undefined : n.get<double>());
    const std::string monitor = one["monitor"];
    const Settings settings{{"monitor", monitor},
                            {"patience", one["settings"]["patience"].get<std::int64_t>()},
                            {"baseline", one["settings"]["baseline"].get<std::string>()}};
    const Ended ended = run(numbered, {"early_stopping", settings}, monitor, curve);
    CHECK(ended.stopped == one["stopped"]);
    if (ended.epoch == 0) continue;  // no number at all
    CHECK(ended.epoch == one["restored"]);
    CHECK(ended.weights == one["restored"]);
    ++compared;
  }
  CHECK(compared > 15);
}
