#include "framework/scores/chance/sameness.h"

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

TEST_CASE("where counts are small, tables with the same sums are drawn: the share beyond is the exact one") {
  // Of equal sums Fisher's test orders tables as the statistic does; SciPy's fisher_exact says 0.0230141 and 1.08e-5.
  double sum = 0;
  for (std::uint32_t stream = 0; stream < 200; ++stream)
    sum += monte_carlo_chi_square({{8, 2}, {2, 8}}, 19999, Random(1, "tables", stream));
  CHECK(sum / 200 == Approx(0.0230141).epsilon(0.2));  // ten beyond estimate a tenth too high
  CHECK(monte_carlo_chi_square({{10, 0}, {0, 10}}, 19999, Random(1, "tables")) <= 2e-4);
  CHECK(monte_carlo_chi_square({{5, 5}, {5, 5}}, 19999, Random(1, "tables")) == 1);
  CHECK(monte_carlo_chi_square({{0, 0}, {4, 9}}, 19999, Random(1, "tables")) == 1);
}

TEST_CASE("Holm's adjustment is that of statsmodels") {
  for (const auto& k : known("holm")) {
    const Numbers ours = holm(k["p"].get<Numbers>()), theirs = k["adjusted"];
    REQUIRE(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) CHECK(ours[i] == Approx(theirs[i]));
  }
}
