#include "tools/bench/judgement/faults/histories.h"

#include <algorithm>
#include <cmath>

namespace xp::bench {
namespace {

struct Node {
  double luck, weight;
};

/// The standard normal on a grid of fifths, to 4 on both sides: it is the tails that make losses large.
const std::vector<Node>& nodes() {
  static const auto made = [] {
    std::vector<Node> out;
    double sum = 0;
    for (int i = -20; i <= 20; ++i) out.push_back({0.2 * i, std::exp(-0.02 * i * i)}), sum += out.back().weight;
    for (Node& node : out) node.weight /= sum;
    return out;
  }();
  return made;
}

/// Ability at which the best of that many equal classes is named by luck alone.
double handicap(std::size_t classes) {
  double low = -4, high = 0;
  for (int halving = 0; halving < 50; ++halving) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < 1.0 / static_cast<double>(classes) ? low : high) = middle;
  }
  return low;
}

}  // namespace

Odds::Odds(const Setup& setup) : handicap_(handicap(setup.shares.size())) {
  const std::size_t classes = setup.shares.size();
  for (std::size_t c = 0; c < classes; ++c) {
    const double own = setup.balanced ? 1.0 / static_cast<double>(classes) : setup.shares[c];
    double rival = 0;
    for (std::size_t other = 0; other < classes; ++other)
      if (other != c) rival = std::max(rival, setup.balanced ? own : setup.shares[other]);
    prior_.push_back(std::log(own / (1 - own))), needed_.push_back(std::log(rival / (1 - own)));
  }
}

double Odds::of(int truth, double ability, double sureness, double luck) const {
  return prior_[static_cast<std::size_t>(truth)] + sureness * (ability + handicap_ + luck);
}

double Odds::known(int truth, double ability, double sureness) const {
  const auto c = static_cast<std::size_t>(truth);
  const double least = (needed_[c] - prior_[c]) / std::max(sureness, 1e-9) - ability - handicap_;
  return std::erfc(least / std::sqrt(2.0)) / 2;
}

double loss_of(double odds) { return odds > 0 ? std::log1p(std::exp(-odds)) : std::log1p(std::exp(odds)) - odds; }

Expected expected(const Setup& setup, double ability, double sureness) {
  const Odds odds(setup);
  Expected out;
  for (std::size_t c = 0; c < setup.shares.size(); ++c) {
    const int truth = static_cast<int>(c);
    out.accuracy += setup.shares[c] * odds.known(truth, ability, sureness);
    for (const auto& [luck, weight] : nodes())
      out.loss += setup.shares[c] * weight * loss_of(odds.of(truth, ability, sureness, luck));
  }
  return out;
}

double recall(const Setup& setup, int of_class, double ability, double sureness) {
  return Odds(setup).known(of_class, ability, sureness);
}

double best_sureness(const Setup& setup, double ability) {
  constexpr double golden = 0.618034;
  double low = 0, high = 12;
  for (int step = 0; step < 18; ++step) {
    const double a = high - golden * (high - low), b = low + golden * (high - low);
    (expected(setup, ability, a).loss < expected(setup, ability, b).loss ? high : low) =
        expected(setup, ability, a).loss < expected(setup, ability, b).loss ? b : a;
  }
  return (low + high) / 2;
}

std::vector<double> sureness_after(const Setup& setup, const std::vector<double>& train, double factor) {
  const double most = std::max(0.01, *std::max_element(train.begin(), train.end()));
  std::vector<double> grid, out;
  for (int i = 0; i <= 24; ++i) grid.push_back(best_sureness(setup, most * i / 24));
  for (const double ability : train) {
    const double at = std::clamp(ability / most * 24, 0.0, 23.999);
    const auto i = static_cast<std::size_t>(at);
    out.push_back(std::max(0.15, factor * (grid[i] + (at - static_cast<double>(i)) * (grid[i + 1] - grid[i]))));
  }
  return out;
}

}  // namespace xp::bench
