#include "framework/scores/training/importance.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "framework/base/random.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

nlohmann::json fixture() {
  return nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/scores/fixtures/importance.json"));
}

Factor factor(std::size_t number, const nlohmann::json& values) {
  Factor out{"setting" + std::to_string(number), {}};
  for (const auto& v : values)
    v.is_number_integer() ? out.values.emplace_back(v.get<std::int64_t>()) : out.values.emplace_back(v.get<double>());
  return out;
}

std::vector<Factor> factors(const nlohmann::json& settings) {
  std::vector<Factor> out;
  for (std::size_t i = 0; i < settings.size(); ++i) out.push_back(factor(i, settings[i]));
  return out;
}

double share(const Importance& i, const std::string& name) {
  for (const auto& s : i.shares)
    if (s.name == name) return s.share;
  return -1;
}

}  // namespace

TEST_CASE("in a balanced grid the shares are those of statsmodels' analysis of variance") {
  const nlohmann::json all = fixture();
  REQUIRE(all["grids"].size() == 3);
  for (const auto& grid : all["grids"]) {
    const Importance found = importance(factors(grid["settings"]), grid["scores"]);
    REQUIRE(found.method == Importance::Method::variance_shares);
    for (std::size_t s = 0; s < grid["shares"].size(); ++s)
      CHECK(share(found, "setting" + std::to_string(s)) == Approx(grid["shares"][s].get<double>()).margin(1e-10));
    CHECK(found.rest == Approx(grid["rest"].get<double>()).margin(1e-10));
  }
}

TEST_CASE("drawn settings are weighed by a forest, about as scikit-learn's trees weigh them") {
  const nlohmann::json all = fixture();
  REQUIRE(all["forests"].size() == 2);
  for (const auto& forest : all["forests"]) {
    const Importance found = importance(factors(forest["settings"]), forest["scores"]);
    REQUIRE(found.method == Importance::Method::forest);
    for (std::size_t s = 0; s < forest["shares"].size(); ++s) {
      INFO("setting " << s);
      CHECK(share(found, "setting" + std::to_string(s)) == Approx(forest["shares"][s].get<double>()).margin(0.06));
    }
  }
}

TEST_CASE("a setting without effect gets what chance would give it") {
  Random random(3, "no effect");
  Factor rate{"rate", {}}, network{"network", {}};
  std::vector<double> scores;
  for (int i = 0; i < 60; ++i) {
    rate.values.emplace_back(random.uniform());
    network.values.emplace_back(i % 2 ? "a" : "b");
    scores.push_back(random.normal());
  }
  const Importance found = importance({rate, network}, scores);
  REQUIRE(found.says());
  for (const auto& s : found.shares) CHECK(s.share < s.by_chance + 0.2);
}

TEST_CASE("a setting that is no number is told from the others, wherever its values stand") {
  Random random(4, "one network");
  Factor network{"network", {}}, rate{"rate", {}};
  std::vector<double> scores;
  for (int i = 0; i < 60; ++i) {
    network.values.emplace_back(i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c");
    rate.values.emplace_back(random.uniform());
    scores.push_back((i % 3 == 1) + 0.05 * random.normal());
  }
  const Importance found = importance({rate, network}, scores);
  CHECK(found.shares[0].name == "network");
  CHECK(found.shares[0].share > 0.9);
}

TEST_CASE("what varies by decades counts by decades") {
  Random random(6, "decades");
  Factor rate{"rate", {}}, other{"other", {}};
  std::vector<double> scores;
  for (int i = 0; i < 120; ++i) {
    const double x = random.uniform(-5, -1);
    rate.values.emplace_back(std::pow(10, x));
    other.values.emplace_back(random.uniform());
    scores.push_back(std::abs(x + 3));
  }
  CHECK(share(importance({rate, other}, scores), "rate") > 0.85);
}

TEST_CASE("too few trials are too few to say") {
  const Importance grid =
      importance({factor(0, {1, 2, 3, 1, 2, 3}), factor(1, {1, 1, 1, 2, 2, 2})}, {0.1, 0.2, 0.3, 0.4, 0.5, 0.6});
  CHECK_FALSE(grid.says());
  CHECK_THAT(text(grid), Contains("too few trials to say: 6 have a score, 8"));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THAT(text(importance({factor(0, {1, 1, 2, 2})}, {0.1, nan, nan, nan})), Contains("no setting varies"));
  CHECK_THAT(text(importance({factor(0, {1, 1, 2, 2})}, {0.1, 0.1, 0.1, 0.1})), Contains("same score"));
  CHECK(importance({factor(0, {1, 1, 2, 2})}, {0.1, 0.2, 0.3, 0.5}).says());
}

TEST_CASE("a trial that failed is left out, and a grid with a hole is no full grid") {
  Factor a{"a", {}}, b{"b", {}};
  std::vector<double> scores;
  for (int i = 0; i < 32; ++i) {
    a.values.emplace_back(i % 2), b.values.emplace_back(i / 2 % 2);
    scores.push_back(i == 5 ? std::numeric_limits<double>::quiet_NaN() : i % 2 + 0.01 * i);
  }
  const Importance holed = importance({a, b}, scores);
  CHECK(holed.method == Importance::Method::forest);
  CHECK(holed.trials == 31);
  CHECK(holed.shares[0].name == "a");
}
