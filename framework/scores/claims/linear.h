// Linear inequalities in exact fractions.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

/// Σ factors[i]·x[i] <= limit. Missing factors are 0.
struct Inequality {
  std::vector<std::int64_t> factors;
  std::int64_t limit = 0;
};

/// Whether some x >= 0 satisfies them all. The simplex method's first phase with the rule of Bland (Mathematics of
/// Operations Research 2 (1977)), which always ends.
bool solvable(const std::vector<Inequality>& all);

}  // namespace xp
