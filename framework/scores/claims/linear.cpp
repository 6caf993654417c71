#include "framework/scores/claims/linear.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

namespace xp {
namespace {

using Fraction = boost::multiprecision::cpp_rational;

/// basis[r] = limits[r] − Σ rows[r][c]·outside[c]: the dictionary form of the simplex method. The last row is what is
/// minimised: the one artificial variable x0 of  Σ factors·x − x0 <= limit.
struct Dictionary {
  std::vector<std::vector<Fraction>> rows;
  std::vector<Fraction> limits;
  std::vector<std::size_t> basis, outside;  // numbers of variables

  void pivot(std::size_t r, std::size_t c) {
    std::swap(basis[r], outside[c]);
    std::vector<Fraction>& pivoted = rows[r];
    const Fraction by = 1 / pivoted[c];
    pivoted[c] = 1;
    for (Fraction& f : pivoted)
      if (f != 0) f *= by;
    limits[r] *= by;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i == r || rows[i][c] == 0) continue;
      const Fraction times = rows[i][c];
      rows[i][c] = 0;
      for (std::size_t j = 0; j < pivoted.size(); ++j)
        if (pivoted[j] != 0) rows[i][j] -= times * pivoted[j];
      limits[i] -= times * limits[r];
    }
  }
};

}  // namespace

bool solvable(const std::vector<Inequality>& all) {
  if (all.empty()) return true;
  std::size_t unknowns = 0;
  for (const Inequality& one : all) unknowns = std::max(unknowns, one.factors.size());
  const std::size_t artificial = unknowns;  // variables: the unknowns, x0, then a slack for each inequality
  Dictionary d;
  for (std::size_t c = 0; c <= unknowns; ++c) d.outside.push_back(c);
  for (const Inequality& one : all) {
    std::vector<Fraction> row(one.factors.begin(), one.factors.end());
    row.resize(unknowns + 1);
    row[artificial] = -1;
    d.rows.push_back(std::move(row));
    d.limits.emplace_back(one.limit);
    d.basis.push_back(unknowns + 1 + d.basis.size());
  }
  const auto worst = std::min_element(d.limits.begin(), d.limits.end()) - d.limits.begin();
  if (d.limits[static_cast<std::size_t>(worst)] >= 0) return true;  // x = 0
  d.rows.emplace_back(unknowns + 1);                                // −x0, to be made as large as it can be
  d.rows.back()[artificial] = 1;
  d.limits.emplace_back(0);
  const std::size_t goal = d.rows.size() - 1;
  d.basis.push_back(static_cast<std::size_t>(-1));
  d.pivot(static_cast<std::size_t>(worst), artificial);
  for (;;) {
    std::size_t enter = d.outside.size();
    for (std::size_t c = 0; c < d.outside.size(); ++c)
      if (d.rows[goal][c] < 0 && (enter == d.outside.size() || d.outside[c] < d.outside[enter])) enter = c;
    if (enter == d.outside.size()) return d.limits[goal] == 0;
    std::size_t leave = goal;
    for (std::size_t r = 0; r < goal; ++r) {
      if (d.rows[r][enter] <= 0) continue;
      if (leave == goal) {
        leave = r;
        continue;
      }
      const Fraction here = d.limits[r] / d.rows[r][enter], best = d.limits[leave] / d.rows[leave][enter];
      if (here < best || (here == best && d.basis[r] < d.basis[leave])) leave = r;
    }
    if (leave == goal) return false;  // cannot be: −x0 never exceeds 0
    d.pivot(leave, enter);
  }
}

}  // namespace xp
