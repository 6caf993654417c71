// Regression trees over settings, and the exact marginals of what they predict.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

/// One setting of all trials: which of its values each has. The values of an ordered one are numbered from small to
/// large.
struct Levels {
  std::vector<std::size_t> of;  // each trial
  std::size_t count = 0;
  bool ordered = false;
};

/// The share of each setting's main effect in the variance of a forest's prediction, on average over its trees; the
/// space is weighted by how often each value occurs. All 0 where no tree finds anything to split.
/// Deterministic: `seed` and `stream` key the draws.
std::vector<double> main_effects(const std::vector<Levels>& settings, const std::vector<double>& scores, int trees,
                                 std::uint64_t seed, std::uint32_t stream);

}  // namespace xp
