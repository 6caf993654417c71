#include "framework/scores/sameness.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace xp;

namespace {
using Numbers = std::vector<double>;

const nlohmann::json& known(const std::string& what) {
  static const nlohmann::json all =
      nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/scores/fixtures/sameness.json"));
  return all.at(what);
}
}  // namespace

TEST_CASE("the exact Kolmogorov-Smirnov test is SciPy's, with ties too") {
  for (const auto& k : known("ks"))
    CHECK(kolmogorov_smirnov(k["a"].get<Numbers>(), k["b"].get<Numbers>()) ==
          Approx(k["p"].get<double>()).epsilon(1e-9));
}

TEST_CASE("beyond four million pairs it is Kolmogorov's limit") {
  const auto& k = known("ks_limit");
  const int n = k["n"];
  Numbers a, b;
  for (int i = 0; i < n; ++i)
    a.push_back(double(i) / n), b.push_back(std::pow((i + 0.5) / n, k["power"].get<double>()));
  CHECK(kolmogorov_smirnov(a, b) == Approx(k["p"].get<double>()).epsilon(1e-9));
}

TEST_CASE("equal values and nothing at all are never told apart") {
  CHECK(kolmogorov_smirnov({1, 1, 1}, {1, 1}) == 1);
  CHECK(kolmogorov_smirnov({}, {1, 2}) == 1);
  CHECK(chi_square({}) == 1);
  CHECK(chi_square({{3, 4}}) == 1);
}

TEST_CASE("the chi-square test of a table is SciPy's, empty rows and columns aside") {
  for (const auto& k : known("chi_square"))
    CHECK(chi_square(k["table"].get<std::vector<std::vector<std::int64_t>>>()) ==
          Approx(k["p"].get<double>()).epsilon(1e-9));
}

TEST_CASE("Holm's adjustment is that of statsmodels") {
  for (const auto& k : known("holm")) {
    const Numbers ours = holm(k["p"].get<Numbers>()), theirs = k["adjusted"];
    REQUIRE(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) CHECK(ours[i] == Approx(theirs[i]));
  }
}
