// early_stopping and reduce_rate_on_plateau against Keras: a table worked by hand, and a reference written in Python.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/deeds.h"

using namespace xp;
using test::Deeds;
using test::deeds;
using Json = nlohmann::json;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
using Curve = std::vector<double>;

/// The rate after each epoch, 1 before the first.
Curve rates(const Settings& settings, const std::string& metric, const Curve& curve) {
  const auto callback = test::callback({"reduce_rate_on_plateau", settings});
  Deeds done;
  callback->train_begin();
  Curve out;
  for (const double value : curve) {
    callback->epoch_end({++done.epoch, {{metric, value}}}, done);
    out.push_back(done.rate);
  }
  return out;
}

const Json& reference() {
  static const Json all = Json::parse(std::ifstream(XP_SOURCE_DIR "/tests/registry/fixtures/keras_callbacks.json"));
  return all;
}

Curve curve_of(const Json& numbers) {
  Curve out;
  for (const Json& n : numbers) out.push_back(n.is_null() ? undefined : n.get<double>());
  return out;
}

Settings settings_of(const Json& one) {
  Settings out{{"monitor", one["monitor"].get<std::string>()}};
  for (const auto& [name, value] : one["settings"].items())
    out.push_back({name, value.is_string()           ? Value(value.get<std::string>())
                         : value.is_number_integer() ? Value(value.get<std::int64_t>())
                                                     : Value(value.get<double>())});
  return out;
}

}  // namespace

// `waited` beside a row is the count after each epoch: it starts again at 0 with an epoch that improves (and beats the
// baseline), grows by 1 with any other that is looked at, and stops the run where an epoch that does not improve finds
// it at `patience`.
TEST_CASE("the epochs in which Keras stops, by hand") {
  struct Row {
    const char* what;
    Settings settings;
    Curve curve;
    int stops;
  };
  const double nan = undefined;
  const Row table[] = {
      // waited: 0 0 1 2 3
      {"patience", {{"patience", 3}}, {5, 4, 6, 6, 6, 1}, 5},
      // waited: 0 1 2: 0.25 better than 4, then 0.5, which is not more than 0.5
      {"min_delta", {{"patience", 2}, {"min_delta", 0.5}}, {4, 3.75, 3.5, 3.25}, 3},
      // waited: 0 1 0 1: measured from the best, 4, and not from the epoch before
      {"small steps add up", {{"patience", 2}, {"min_delta", 0.5}}, {4, 3.75, 3.25, 3}, 0},
      // waited: 1 2 3: `patience` epochs, the first of them included
      {"baseline never near", {{"patience", 3}, {"baseline", 2}}, {4, 4, 4, 1}, 3},
      // waited: 1 2 3 4: improving short of the baseline counts, but an epoch that improves never stops
      {"baseline neared", {{"patience", 3}, {"baseline", 2}}, {4, 3, 2.5, 2.75, 1}, 4},
      // waited: 1 2 0 1 2 3
      {"baseline beaten", {{"patience", 3}, {"baseline", 2}}, {4, 3, 1.5, 2, 2, 2, 1}, 6},
      // waited: 1 2 3: 1.75 is below 2, not by more than 0.5
      {"baseline and min_delta", {{"patience", 3}, {"baseline", 2}, {"min_delta", 0.5}}, {4, 1.75, 3, 1}, 3},
      // waited: 1 2 3: no NaN is below a baseline
      {"baseline and NaN", {{"patience", 3}, {"baseline", 2}}, {nan, nan, nan, 1}, 3},
      // waited: 0 1 0 1 2
      {"NaN", {{"patience", 2}}, {4, nan, 3, nan, nan, 1}, 5},
      // waited: 1 2: the first epoch never stops
      {"NaN from the first", {{"patience", 1}}, {nan, nan, 1}, 2},
      // waited: - - - 0 1: the 1 of the first epoch was not looked at
      {"start_from_epoch", {{"patience", 1}, {"start_from_epoch", 3}}, {1, 5, 5, 4, 4.5, 1}, 5},
      // waited: - - 1 2
      {"NaN where it starts", {{"patience", 2}, {"start_from_epoch", 2}}, {1, 1, nan, nan, 0}, 4},
      // waited: - - -
      {"start_from_epoch too late", {{"patience", 0}, {"start_from_epoch", 10}}, {5, 5, 5}, 0},
      // waited: - - 1: patience 0 stops at the first that does not improve, here the first that is looked at
      {"patience 0 and NaN", {{"patience", 0}, {"start_from_epoch", 2}}, {1, 1, nan, 0}, 3},
  };
  for (const Row& row : table) {
    CAPTURE(row.what);
    CHECK(deeds({"early_stopping", row.settings}, "val/loss", row.curve).stopped == row.stops);
  }
  // waited: 1 2 0 1 2
  const Choice upwards{"early_stopping", {{"monitor", "val/accuracy"}, {"patience", 2}, {"baseline", 0.75}}};
  CHECK(deeds(upwards, "val/accuracy", {0.5, 0.625, 0.875, 0.875, 0.75, 1}).stopped == 5);
}

// A cooldown of n: the n - 1 epochs after a reduction wait for nothing, the n-th counts again.
TEST_CASE("the rates that Keras leaves, by hand") {
  struct Row {
    const char* what;
    Settings settings;
    Curve curve, rates;
  };
  const double nan = undefined;
  const Row table[] = {
      // waited: 0 1 2! 1 2!
      {"patience", {{"patience", 2}}, {4, 4, 4, 4, 4}, {1, 1, 0.5, 0.5, 0.25}},
      // waited: 0 1! 0 1!: a patience of 0 is one of 1
      {"patience 0", {{"patience", 0}}, {4, 4, 3, 3}, {1, 0.5, 0.5, 0.25}},
      // waited: 0 1 2!: 0.25 better than 4, then 0.5, which is not more
      {"min_delta", {{"patience", 2}, {"min_delta", 0.5}}, {4, 3.75, 3.5, 3.25}, {1, 1, 0.5, 0.5}},
      // waited: 0 1! - 1! - 1!
      {"cooldown", {{"patience", 1}, {"cooldown", 2}}, {4, 4, 4, 4, 4, 4}, {1, 0.5, 0.5, 0.25, 0.25, 0.125}},
      // waited: 0 1 2! - - 1 2!
      {"longer cooldown", {{"patience", 2}, {"cooldown", 3}}, {4, 4, 4, 4, 4, 4, 4}, {1, 1, 0.5, 0.5, 0.5, 0.5, 0.25}},
      // waited: 0 1! - 1!: the 3 is noticed while cooling down, so that 3.5 does not improve
      {"better in a cooldown", {{"patience", 1}, {"cooldown", 2}}, {4, 4, 3, 3.5}, {1, 0.5, 0.5, 0.25}},
      // waited: 0 1 2! 1 0 1
      {"NaN", {{"patience", 2}}, {4, nan, nan, nan, 3, nan}, {1, 1, 0.5, 0.5, 0.5, 0.5}},
      // waited: 0 1! - 1!
      {"NaN in a cooldown", {{"patience", 1}, {"cooldown", 2}}, {4, nan, nan, nan}, {1, 0.5, 0.5, 0.25}},
      // waited: 0 1! 1! 1!: 0.5, then 0.3 and not 0.25, where it stays
      {"min_rate", {{"patience", 1}, {"min_rate", 0.3}}, {4, 4, 4, 4}, {1, 0.5, 0.3, 0.3}},
      // waited: 0 1! 1!: a rate that is below min_rate already is not raised to it
      {"min_rate above the rate", {{"patience", 1}, {"min_rate", 2}}, {4, 4, 4}, {1, 1, 1}},
  };
  for (Row row : table) {
    CAPTURE(row.what);
    set(row.settings, "factor", 0.5);
    CHECK(rates(row.settings, "val/loss", row.curve) == row.rates);
  }
}

TEST_CASE("random curves stop and slow down where the reference does") {
  int stopped = 0, slowed = 0;
  for (const Json& one : reference()) {
    const Settings settings = settings_of(one);
    const std::string metric = one["monitor"];
    const Curve curve = curve_of(one["curve"]);
    CAPTURE(one.dump());
    if (one["callback"] == "early_stopping") {
      CHECK(deeds({"early_stopping", settings}, metric, curve).stopped == one["stopped"]);
      stopped += one["stopped"] > 0;
    } else {
      CHECK(rates(settings, metric, curve) == one["rates"].get<Curve>());
      slowed += one["rates"].back() < 1;
    }
  }
  CHECK((stopped > 60 && slowed > 60));
}
