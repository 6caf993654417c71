// Tables worked by hand from the rules of Keras' EarlyStopping and ReduceLROnPlateau.
#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// What a callback did: the epochs in which it stopped the run or scaled the rate.
struct Deeds : Control {
  int epoch = 0, stopped = 0;
  std::vector<int> scaled;
  double rate = 1;
  std::string why;

  void stop(const std::string& reason) override {
    if (!stopped) stopped = epoch, why = reason;
  }
  void scale_rate(double factor, double smallest) override {
    scaled.push_back(epoch);
    rate = std::max(rate * factor, smallest);
  }
};

Deeds run(const Choice& choice, const std::string& metric, const std::vector<double>& values) {
  const auto callback = Registry::global().make<Callback>(choice);
  Deeds deeds;
  callback->train_begin();
  for (const double value : values) {
    ++deeds.epoch;
    callback->epoch_end({deeds.epoch, {{metric, value}}}, deeds);
    if (deeds.stopped) break;
  }
  return deeds;
}

int stops(const Settings& settings, const std::vector<double>& losses) {
  return run({"early_stopping", settings}, "val/loss", losses).stopped;
}

std::vector<int> reduces(const Settings& settings, const std::vector<double>& losses) {
  return run({"reduce_rate_on_plateau", settings}, "val/loss", losses).scaled;
}

using Epochs = std::vector<int>;

}  // namespace

TEST_CASE("a run stops after `patience` epochs without improvement") {
  CHECK(stops({{"patience", 2}}, {1.0, 0.5, 0.6, 0.7, 0.4}) == 4);
  CHECK(stops({{"patience", 2}}, {1.0, 0.5, 0.6, 0.4, 0.5, 0.5}) == 6);
  CHECK(stops({{"patience", 2}}, {1.0, 0.9, 0.8, 0.7}) == 0);
  CHECK(stops({{"patience", 2}}, {0.5, 0.5, 0.5}) == 3);  // equal is no improvement
  CHECK(stops({{"patience", 1}}, {0.5, 0.6}) == 2);
  CHECK(run({"early_stopping", {{"patience", 2}}}, "val/loss", {0.5, 0.6, 0.6}).why ==
        "val/loss has not improved for 2 epochs");
}

TEST_CASE("a patience of 0 stops at the first epoch that does not improve, never in the first epoch") {
  CHECK(stops({{"patience", 0}}, {0.5, 0.6}) == 2);
  CHECK(stops({{"patience", 0}}, {undefined, undefined, undefined}) == 2);
}

TEST_CASE("an improvement smaller than min_delta does not count, and is not remembered as the best") {
  CHECK(stops({{"patience", 2}, {"min_delta", 0.25}}, {1.0, 0.875, 0.75}) == 3);        // 0.25 is not more than 0.25
  CHECK(stops({{"patience", 2}, {"min_delta", 0.25}}, {1.0, 0.875, 0.625, 0.5}) == 0);  // measured from 1.0
}

TEST_CASE("a metric that is NaN never counts as an improvement") {
  CHECK(stops({{"patience", 2}}, {0.5, undefined, undefined}) == 3);
  CHECK(stops({{"patience", 3}}, {undefined, undefined, 0.5, 0.6, 0.6, 0.6}) == 6);
}

TEST_CASE("an accuracy is watched upwards") {
  const Choice choice("early_stopping", {{"monitor", "val/accuracy"}, {"patience", 2}});
  CHECK(run(choice, "val/accuracy", {0.5, 0.6, 0.7, 0.8}).stopped == 0);
  CHECK(run(choice, "val/accuracy", {0.8, 0.7, 0.6}).stopped == 3);
}

TEST_CASE("a callback that starts again has forgotten the last run") {
  const auto callback = Registry::global().make<Callback>(Choice("early_stopping", {{"patience", 1}}));
  for (int round = 0; round < 2; ++round) {
    Deeds deeds;
    callback->train_begin();
    callback->epoch_end({1, {{"val/loss", 0.5 + round}}}, deeds);
    callback->epoch_end({2, {{"val/loss", 0.4 + round}}}, deeds);
    CHECK(deeds.stopped == 0);
  }
}

TEST_CASE("the rate is reduced after `patience` epochs without improvement, and again") {
  CHECK(reduces({{"patience", 2}}, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0}) == Epochs{3, 5});
  CHECK(reduces({{"patience", 2}}, {1.0, 0.9, 0.8, 0.7}).empty());
  CHECK(reduces({{"patience", 2}}, {1.0, 1.1, 0.9, 1.0, 1.0}) == Epochs{5});
  CHECK(reduces({{"patience", 1}}, {1.0, undefined, undefined}) == Epochs{2, 3});
}

TEST_CASE("while the rate cools down nothing is counted, but an improvement is noticed") {
  //                                                    reduced ↓    cool, cool and count, reduced
  CHECK(reduces({{"patience", 1}, {"cooldown", 2}}, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}) == Epochs{2, 4, 6});
  CHECK(reduces({{"patience", 2}, {"cooldown", 2}}, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}) == Epochs{3, 6});
  CHECK(reduces({{"patience", 1}, {"cooldown", 3}}, {1.0, 1.0, 0.5, 0.75, 0.75, 0.75}) == Epochs{2, 5});
}

TEST_CASE("the smallest improvement that keeps the rate is min_delta") {
  CHECK(reduces({{"patience", 1}}, {1.0, 0.99995}) == Epochs{2});
  CHECK(reduces({{"patience", 1}}, {1.0, 0.9998}).empty());
}

TEST_CASE("the rate falls by the factor, to min_rate and no further") {
  const Deeds deeds = run({"reduce_rate_on_plateau", {{"patience", 1}, {"factor", 0.5}, {"min_rate", 0.2}}}, "val/loss",
                          {1.0, 1.0, 1.0, 1.0, 1.0});
  CHECK(deeds.rate == 0.2);
}

TEST_CASE("callbacks name what they watch, so that a typo is found before the run") {
  const Choice choice("early_stopping", {{"monitor", "val/acuracy"}});
  CHECK(Registry::global().make<Callback>(choice)->watches() == std::vector<std::string>{"val/acuracy"});
}
