// The order of running: every beginning is a fair sample of the whole.
#include "framework/plan/order.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>

using namespace xp;

namespace {

/// The full grid of so many values of each axis, the last fastest, as expand() numbers it.
std::vector<Settings> grid(const std::vector<int>& sizes, int seeds = 1) {
  std::vector<Settings> out{{}};
  for (std::size_t a = 0; a < sizes.size(); ++a) {
    std::vector<Settings> longer;
    for (const Settings& s : out)
      for (int v = 0; v < sizes[a]; ++v) {
        longer.push_back(s);
        longer.back().push_back({"axis" + std::to_string(a), v});
      }
    out = longer;
  }
  std::vector<Settings> all;
  for (const Settings& s : out)
    for (int seed = 1; seed <= seeds; ++seed) {
      all.push_back(s);
      all.back().push_back({"seed.init", seed});
      all.back().push_back({"seed.order", seed});
    }
  return all;
}

/// The largest lead of one value of an axis over another, in any beginning of the order.
int unevenness(const std::vector<Settings>& plans, const std::vector<std::size_t>& order, const std::string& axis,
               int values) {
  std::vector<int> seen(static_cast<std::size_t>(values));
  int worst = 0;
  for (const std::size_t i : order) {
    ++seen[static_cast<std::size_t>(*find(plans[i], axis)->get<std::int64_t>())];
    const auto [low, high] = std::minmax_element(seen.begin(), seen.end());
    worst = std::max(worst, *high - *low);
  }
  return worst;
}

bool is_permutation(std::vector<std::size_t> order, std::size_t n) {
  std::sort(order.begin(), order.end());
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return order == all;
}

}  // namespace

TEST_CASE("in every beginning of a grid's order each value of each axis has come about equally often") {
  for (const std::vector<int>& sizes : std::vector<std::vector<int>>{{1},
                                                                     {7},
                                                                     {2, 2},
                                                                     {2, 2, 2},
                                                                     {3, 3},
                                                                     {4, 2, 2},
                                                                     {4, 3, 2},
                                                                     {3, 3, 3},
                                                                     {5, 4, 3},
                                                                     {7, 5},
                                                                     {2, 2, 2, 2, 2},
                                                                     {6, 4, 2},
                                                                     {10, 10},
                                                                     {3, 3, 3, 3}}) {
    const auto plans = grid(sizes);
    const auto order = interleaved(plans);
    REQUIRE(is_permutation(order, plans.size()));
    for (std::size_t a = 0; a < sizes.size(); ++a) {
      INFO("axis " << a << " of " << sizes.size() << ", " << sizes[a] << " values");
      CHECK(unevenness(plans, order, "axis" + std::to_string(a), sizes[a]) <= 2);
    }
  }
}

TEST_CASE("the expansion's own order is not so even: the test can fail") {
  const auto plans = grid({4, 3, 2});
  std::vector<std::size_t> as_numbered(plans.size());
  std::iota(as_numbered.begin(), as_numbered.end(), std::size_t{0});
  CHECK(unevenness(plans, as_numbered, "axis0", 4) == 6);
}

TEST_CASE("each pair of values has come about as often as its share, too") {
  for (const std::vector<int>& sizes : std::vector<std::vector<int>>{
           {2, 2, 2}, {4, 3, 2}, {3, 3, 3}, {5, 4, 3}, {2, 2, 2, 2, 2}, {10, 10}, {3, 3, 3, 3}}) {
    const auto plans = grid(sizes);
    std::map<std::string, int> seen;
    double lead = 0;
    int ran = 0;
    for (const std::size_t i : interleaved(plans)) {
      ++ran;
      for (std::size_t a = 0; a < sizes.size(); ++a)
        for (std::size_t b = a + 1; b < sizes.size(); ++b) {
          const std::string pair =
              plans[i][a].name + plans[i][a].value.text() + plans[i][b].name + plans[i][b].value.text();
          lead = std::max(lead, ++seen[pair] - static_cast<double>(ran) / (sizes[a] * sizes[b]));
        }
    }
    INFO(sizes.size() << " axes, the first of " << sizes[0] << " values");
    CHECK(lead < 2.5);
  }
}

TEST_CASE("repeats with other seeds come after everything has run once") {
  const auto plans = grid({3, 2}, 4);
  const auto order = interleaved(plans);
  REQUIRE(is_permutation(order, 24));
  for (std::size_t i = 0; i < order.size(); ++i)
    CHECK(*find(plans[order[i]], "seed.init")->get<std::int64_t>() == static_cast<std::int64_t>(i / 6) + 1);
}

TEST_CASE("the order is the same every time, and that of the numbers where only seeds differ") {
  CHECK(interleaved(grid({4, 4})) == interleaved(grid({4, 4})));
  CHECK(interleaved(grid({1}, 3)) == std::vector<std::size_t>{0, 1, 2});
  CHECK(interleaved({}).empty());
}
