#include "framework/scores/chance/sameness.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <numeric>

namespace xp {
namespace {

using Table = std::vector<std::vector<std::int64_t>>;

/// Largest difference of the two distribution functions, times a.size() · b.size(): a whole number.
std::int64_t largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<std::int64_t>(a.size()), m = static_cast<std::int64_t>(b.size());
  std::int64_t i = 0, j = 0, largest = 0;
  while (i < n && j < m) {
    const double x = std::min(a[static_cast<std::size_t>(i)], b[static_cast<std::size_t>(j)]);
    while (i < n && a[static_cast<std::size_t>(i)] == x) ++i;
    while (j < m && b[static_cast<std::size_t>(j)] == x) ++j;
    largest = std::max(largest, std::abs(i * m - j * n));
  }
  return largest;
}

/// The share of lattice paths from (0, 0) to (n, m) that somewhere reach |i·m − j·n| >= d. Each step of a random path
/// goes right with probability (n − i) / (n − i + m − j), which makes all of them equally likely.
double paths_beyond(std::int64_t n, std::int64_t m, std::int64_t d) {
  std::vector<double> inside(static_cast<std::size_t>(m) + 1, 0.0);  // of paths that never did, by j, at the current i
  double beyond = 0;
  for (std::int64_t i = 0; i <= n; ++i) {
    double from_below = 0;
    for (std::int64_t j = 0; j <= m; ++j) {
      double& here = inside[static_cast<std::size_t>(j)];  // holds what came from (i − 1, j)
      here = i + j == 0 ? 1 : here + from_below;
      if (std::abs(i * m - j * n) >= d) beyond += here, here = 0;
      const double left = static_cast<double>(n - i + m - j);
      const double right = left > 0 ? here * static_cast<double>(n - i) / left : 0;
      from_below = here - right;
      here = right;
    }
  }
  return std::min(1.0, beyond);
}

double kolmogorov_limit(double lambda) {
  double sum = 0;
  for (int k = 1; k <= 100; ++k) {
    const double term = 2 * std::exp(-2.0 * k * k * lambda * lambda);
    sum += k % 2 ? term : -term;
    if (term < 1e-16) return std::clamp(sum, 0.0, 1.0);
  }
  return 1;  // of a lambda so small that the series has not begun to converge
}

struct Sums {
  std::vector<double> rows, columns;
  double all = 0;
};

Sums sums_of(const Table& table) {
  Sums out{{}, std::vector<double>(table.empty() ? 0 : table[0].size())};
  for (const auto& row : table) {
    out.rows.push_back(0);
    for (std::size_t c = 0; c < row.size(); ++c)
      out.rows.back() += static_cast<double>(row[c]), out.columns[c] += static_cast<double>(row[c]);
    out.all += out.rows.back();
  }
  return out;
}

/// Pearson's.
double statistic(const Table& table, const Sums& sums) {
  double out = 0;
  for (std::size_t r = 0; r < sums.rows.size(); ++r)
    for (std::size_t c = 0; c < sums.columns.size(); ++c)
      if (const double expected = sums.rows[r] * sums.columns[c] / sums.all; expected > 0)
        out += std::pow(static_cast<double>(table[r][c]) - expected, 2) / expected;
  return out;
}

}  // namespace

double kolmogorov_smirnov(std::vector<double> a, std::vector<double> b) {
  if (a.empty() || b.empty()) return 1;
  std::sort(a.begin(), a.end()), std::sort(b.begin(), b.end());
  const auto n = static_cast<std::int64_t>(a.size()), m = static_cast<std::int64_t>(b.size());
  const std::int64_t d = largest_difference(a, b);
  if (d == 0) return 1;
  if (n * m <= 4'000'000) return paths_beyond(n, m, d);
  const double nm = static_cast<double>(n) * static_cast<double>(m);
  return kolmogorov_limit(static_cast<double>(d) / nm * std::sqrt(nm / static_cast<double>(n + m)));
}

double chi_square(const Table& table) {
  const Sums sums = sums_of(table);
  const auto used = [](const std::vector<double>& of) {
    return static_cast<double>(std::count_if(of.begin(), of.end(), [](double s) { return s > 0; }));
  };
  const double freedom = (used(sums.rows) - 1) * (used(sums.columns) - 1);
  if (sums.all == 0 || freedom < 1) return 1;
  return boost::math::cdf(boost::math::complement(boost::math::chi_squared(freedom), statistic(table, sums)));
}

double monte_carlo_chi_square(const Table& table, int draws, Random random) {
  constexpr int enough = 10;
  const Sums sums = sums_of(table);
  const double reached = statistic(table, sums) * (1 - 1e-9);
  std::vector<std::size_t> row_of;  // each item's
  for (std::size_t r = 0; r < table.size(); ++r) row_of.insert(row_of.end(), static_cast<std::size_t>(sums.rows[r]), r);
  const auto second = static_cast<std::size_t>(sums.columns.empty() ? 0 : sums.columns.back());
  int beyond = 0, drawn = 0;
  while (drawn < draws && beyond < enough) {
    Table dealt;
    for (const auto& row : table) dealt.push_back({row[0] + row[1], 0});
    for (std::size_t i = 0; i < second; ++i) {  // the first of a shuffle are the second column's
      std::swap(row_of[i], row_of[i + random.below(row_of.size() - i)]);
      --dealt[row_of[i]][0], ++dealt[row_of[i]][1];
    }
    beyond += statistic(dealt, sums) >= reached, ++drawn;
  }
  return beyond == enough ? static_cast<double>(beyond) / drawn : (1.0 + beyond) / (1.0 + drawn);
}

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return p[i] < p[j]; });
  std::vector<double> out(p.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(p.size() - rank) * p[order[rank]]));
    out[order[rank]] = largest;
  }
  return out;
}

}  // namespace xp
