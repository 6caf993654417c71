#include "framework/scores/telling.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace xp {
namespace {

using Places = std::vector<std::size_t>;

double number(double p) { return p == p ? p : 0; }

/// From the lowest rank to the highest.
template <class Rank>
Places ranked(std::size_t n, const Rank& rank) {
  std::vector<double> ranks(n);
  for (std::size_t i = 0; i < n; ++i) ranks[i] = rank(i);
  Places out(n);
  std::iota(out.begin(), out.end(), std::size_t{0});
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  return out;
}

/// So many of `most` as each list may have, dealt out in turn.
HowMany shares(const HowMany& wanted, std::size_t most) {
  HowMany out{0, 0, 0};
  const std::pair<std::size_t*, std::size_t> lists[] = {
      {&out.worst, wanted.worst}, {&out.best, wanted.best}, {&out.least_certain, wanted.least_certain}};
  most = std::min(most, wanted.worst + wanted.best + wanted.least_certain);
  while (most > 0)
    for (const auto& [n, end] : lists)
      if (most > 0 && *n < end) ++*n, --most;
  return out;
}

Telling dealt(const std::vector<Prediction>& all, const HowMany& wanted, std::size_t most) {
  const auto truth = [&](std::size_t i) {
    return number(all[i].probabilities[static_cast<std::size_t>(all[i].label)]);
  };
  const auto certainty = [&](std::size_t i) {
    return number(all[i].probabilities[static_cast<std::size_t>(predicted(all[i]))]);
  };
  const HowMany n = shares(wanted, std::min(most, all.size()));
  std::vector<bool> taken(all.size());
  const auto chosen = [&](std::size_t many, const auto& rank) {
    Places out;
    for (const std::size_t place : ranked(all.size(), rank))
      if (out.size() < many && !taken[place]) taken[place] = true, out.push_back(place);
    return out;
  };
  Telling out;
  out.worst = chosen(n.worst, truth);
  out.best = chosen(n.best, [&](std::size_t i) { return -truth(i); });
  out.least_certain = chosen(n.least_certain, certainty);
  return out;
}

}  // namespace

Telling telling(const std::vector<Prediction>& all, const HowMany& wanted) { return dealt(all, wanted, all.size()); }

std::vector<std::size_t> telling(const std::vector<Prediction>& all, std::size_t most) {
  const Telling chosen = dealt(all, {all.size(), all.size(), all.size()}, most);
  Places out = chosen.worst;
  out.insert(out.end(), chosen.best.begin(), chosen.best.end());
  out.insert(out.end(), chosen.least_certain.begin(), chosen.least_certain.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace xp
