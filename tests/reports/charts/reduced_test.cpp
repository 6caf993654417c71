#include "reports/charts/reduced.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace xp;

namespace {

std::vector<double> noise(std::size_t n, unsigned seed) {
  std::vector<double> out;
  for (std::size_t i = 0; i < n; ++i) {
    seed = seed * 1664525u + 1013904223u;
    out.push_back(static_cast<double>(seed >> 8));
  }
  return out;
}

}  // namespace

TEST_CASE("few rows are all kept") {
  const std::vector<double> column{3, NAN, 1};
  CHECK(kept_rows({&column}, 3) == std::vector<std::size_t>{0, 1, 2});
  CHECK(kept_rows({}, 3).empty());
}

TEST_CASE("of many rows each bucket's extremes stay, in order, so that single spikes are never lost") {
  std::vector<double> flat(100000, 1.0);
  flat[54321] = 9, flat[777] = -9, flat[99999] = 8;
  const auto rows = kept_rows({&flat}, 2000);
  CHECK(rows.size() <= 2000);
  CHECK(std::is_sorted(rows.begin(), rows.end()));
  for (std::size_t spike : {54321u, 777u, 99999u}) CHECK(std::binary_search(rows.begin(), rows.end(), spike));
}

TEST_CASE("rows that are kept are common to all columns, and hold the extremes of each bucket of each") {
  const std::size_t n = 30011, buckets = 1000;
  const std::vector<double> a = noise(n, 1), b = noise(n, 2);
  const auto rows = kept_rows({&a, &b}, 4 * buckets);
  CHECK(rows.size() <= 4 * buckets);
  for (const auto* column : {&a, &b})
    for (std::size_t k = 0; k < buckets; ++k) {
      const auto begin = column->begin() + static_cast<long>(k * n / buckets);
      const auto end = column->begin() + static_cast<long>((k + 1) * n / buckets);
      for (const auto extreme : {std::min_element(begin, end), std::max_element(begin, end)})
        if (!std::binary_search(rows.begin(), rows.end(), static_cast<std::size_t>(extreme - column->begin())))
          FAIL("bucket " << k << " lost an extreme");
    }
}

TEST_CASE("what is not finite is no extreme") {
  std::vector<double> column(100, NAN);
  column[3] = INFINITY, column[50] = 2;
  CHECK(kept_rows({&column}, 10) == std::vector<std::size_t>{50});
}
