#include "framework/scores/chance/expected_best.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "framework/scores/chance/coins.h"

namespace xp {
namespace {

using Hits = std::vector<int>;  // of each run

/// Of each group, how many of its images each run has right.
std::vector<Hits> hits_of(const std::vector<std::vector<bool>>& right, const std::vector<int>& groups) {
  std::map<int, Hits> of;
  for (std::size_t i = 0; i < right[0].size(); ++i) {
    Hits& hits = of.try_emplace(groups.empty() ? static_cast<int>(i) : groups[i], right.size()).first->second;
    for (std::size_t run = 0; run < right.size(); ++run) hits[run] += right[run][i];
  }
  std::vector<Hits> out;
  for (auto& [_, hits] : of) out.push_back(std::move(hits));
  return out;
}

/// Groups whose hits may be dealt to the runs in the same ways.
struct Alike {
  int groups = 0;
  std::vector<Hits> ways = {};      // all of them; empty where there are more than `most_ways`
  std::vector<Hits> shuffled = {};  // then, each group's
};
constexpr std::size_t most_ways = 128;

Alike alike(const Hits& sorted, int groups) {
  Alike out{groups};
  Hits way = sorted;
  do out.ways.push_back(way);
  while (out.ways.size() <= most_ways && std::next_permutation(way.begin(), way.end()));
  if (out.ways.size() <= most_ways) return out;
  return {groups, {}, std::vector<Hits>(static_cast<std::size_t>(groups), sorted)};
}

/// Adds to `all` what each run has right when every group's hits are dealt anew.
void deal(Alike& alike, Hits& all, Random& random) {
  const auto add = [&](const Hits& hits, int times) {
    for (std::size_t run = 0; run < all.size(); ++run) all[run] += hits[run] * times;
  };
  std::vector<int> times(alike.ways.size());
  if (!times.empty()) scatter(alike.groups, times, random);
  for (std::size_t way = 0; way < times.size(); ++way) add(alike.ways[way], times[way]);
  for (Hits& hits : alike.shuffled) random.shuffle(hits), add(hits, 1);
}

}  // namespace

ExpectedBest expected_best(const std::vector<std::vector<bool>>& right, const std::vector<int>& groups, int draws,
                           std::uint64_t seed) {
  ExpectedBest out;
  if (right.empty() || right[0].empty()) return out;
  assert(groups.empty() || groups.size() == right[0].size());
  const auto images = static_cast<double>(right[0].size()), runs = static_cast<double>(right.size());
  Hits seen(right.size());
  std::map<Hits, int> sorted;
  for (Hits& hits : hits_of(right, groups)) {
    for (std::size_t run = 0; run < hits.size(); ++run)
      seen[run] += hits[run], out.average += hits[run] / images / runs;
    std::sort(hits.begin(), hits.end());
    ++sorted[hits];
  }
  std::vector<Alike> kinds;
  for (const auto& [hits, count] : sorted) kinds.push_back(alike(hits, count));
  const int best = *std::max_element(seen.begin(), seen.end());
  Random random(seed, "scores/expected_best");
  double sum = 0;
  int as_good = 0;
  for (int draw = 0; draw < draws; ++draw) {
    Hits all(right.size());
    for (Alike& kind : kinds) deal(kind, all, random);
    const int reached = *std::max_element(all.begin(), all.end());
    sum += reached, as_good += reached >= best;
  }
  out.best = best / images;
  if (draws > 0) out.mean = sum / images / draws;
  out.p = (1.0 + as_good) / (1.0 + draws);
  return out;
}

}  // namespace xp
