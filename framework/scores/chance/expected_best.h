// What choosing among several runs by the score that is then reported gives away for nothing.
#pragma once
#include <cstdint>
#include <vector>

namespace xp {

/// What the best of several runs would be expected to reach if none were better than another: over draws in which the
/// runs' answers to each image (to all images of a group, where `groups` names each image's) are dealt to the runs
/// anew. Of accuracy: `right[run][image]`.
struct ExpectedBest {
  double mean = 0;     // of the best of them
  double best = 0;     // as seen
  double average = 0;  // of all runs: what one that was not chosen is expected to reach
  double p = 1;        // (1 + draws whose best is at least as good) / (1 + draws)
};
ExpectedBest expected_best(const std::vector<std::vector<bool>>& right, const std::vector<int>& groups = {},
                           int draws = 10000, std::uint64_t seed = 1);

}  // namespace xp
