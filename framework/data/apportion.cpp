#include "framework/data/apportion.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace xp {
namespace {

constexpr double rounding = 1e-9;  // 0.2 · 50 is 10

std::size_t largest(const std::vector<double>& of) {
  return static_cast<std::size_t>(std::max_element(of.begin(), of.end()) - of.begin());
}

struct Move {
  std::size_t of_class, from, to;
};

/// `lack`: what rounding took from each class and bin; `open`: the same of the whole.
std::optional<Move> best_move(const Counts& lack, const std::vector<double>& open, const Counts& out) {
  std::optional<Move> best;
  double most = -INFINITY;
  for (std::size_t c = 0; c < lack.size(); ++c)
    for (std::size_t from = 0; from < open.size(); ++from)
      for (std::size_t to = 0; to < open.size(); ++to) {
        const bool keeps_rounded = lack[c][from] < -rounding && lack[c][to] > rounding && out[c][from] > 1;
        const double gain = open[to] - open[from] + lack[c][to] - lack[c][from];
        if (keeps_rounded && open[to] - open[from] > 1 + rounding && gain > most) most = gain, best = {c, from, to};
      }
  return best;
}

}  // namespace

Counts apportion(const std::vector<std::int64_t>& classes, const std::vector<double>& shares) {
  Counts out(classes.size(), std::vector<double>(shares.size())), lack = out;
  std::vector<double> open(shares.size());
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (classes[c] == 0) continue;
    auto left = static_cast<double>(classes[c]);
    for (std::size_t b = 0; b < shares.size(); ++b) {
      const double wanted = static_cast<double>(classes[c]) * shares[b];
      left -= out[c][b] = std::max(1.0, std::floor(wanted + rounding));
      lack[c][b] = wanted - out[c][b];
    }
    for (; left < 0; ++left) {
      const std::size_t b = largest(out[c]);
      --out[c][b], ++lack[c][b];
    }
    for (; left > 0; --left) {
      const std::size_t b = largest(lack[c]);
      ++out[c][b], --lack[c][b];
    }
    for (std::size_t b = 0; b < shares.size(); ++b) open[b] += lack[c][b];
  }
  while (const auto move = best_move(lack, open, out)) {
    const auto [c, from, to] = *move;
    --out[c][from], ++lack[c][from], ++open[from];
    ++out[c][to], --lack[c][to], --open[to];
  }
  return out;
}

}  // namespace xp
