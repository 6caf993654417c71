#include "framework/data/exchange.h"

#include <algorithm>
#include <cmath>

#include "framework/data/apportion.h"

namespace xp {
namespace {

constexpr double weight_of_the_whole = 1e-3;
constexpr int rounds = 60;

std::size_t index(int i) { return static_cast<std::size_t>(i); }
double square(double x) { return x * x; }

/// What each bin holds of each class, against what it should; the last row is the whole.
class Table {
 public:
  Table(const std::vector<Load>& loads, const std::vector<double>& shares) {
    std::size_t classes = 0;
    for (const Load& load : loads)
      for (const auto& [label, n] : load) classes = std::max(classes, label + 1);
    totals_.resize(classes + 1);
    for (const Load& load : loads)
      for (const auto& [label, n] : load) totals_[label] += n, totals_[classes] += n;
    for (std::size_t row = 0; row <= classes; ++row) {
      weights_.push_back((row < classes ? 1 : weight_of_the_whole) / square(std::max(1.0, totals_[row])));
      over_.emplace_back();
      holders_.emplace_back(shares.size());
      for (const double share : shares) {
        over_[row].push_back(-totals_[row] * share);
        cost_ += weights_[row] * square(over_[row].back());
        if (row < classes && totals_[row] > 0) ++empty_;
      }
    }
  }

  void put(const Load& load, std::size_t bin) { change(load, bin, 1); }
  void take(const Load& load, std::size_t bin) { change(load, bin, -1); }
  double cost() const { return cost_; }
  int empty() const { return empty_; }  // classes that a bin lacks, over all bins

  /// What single samples in place of the loads could not fall below.
  double least(const std::vector<double>& shares) const {
    double out = 0;
    for (std::size_t row = 0; row < totals_.size(); ++row) {
      const Counts best = apportion({static_cast<std::int64_t>(totals_[row])}, shares);
      for (std::size_t b = 0; b < shares.size(); ++b)
        out += weights_[row] * square(best[0][b] - totals_[row] * shares[b]);
    }
    return out;
  }
  /// What a load costs, on average, that lies where it should not.
  double unit(const std::vector<Load>& loads) const {
    double out = 0;
    for (const Load& load : loads)
      for (const auto& [label, n] : load) out += weights_[label] * square(n);
    return out / static_cast<double>(loads.size());
  }

 private:
  void change(const Load& load, std::size_t bin, int sign) {
    double sum = 0;
    for (const auto& [label, n] : load) {
      add(label, bin, sign * n);
      sum += n;
      int& holders = holders_[label][bin];
      empty_ += sign < 0 && holders == 1;
      empty_ -= sign > 0 && holders == 0;
      holders += sign;
    }
    add(totals_.size() - 1, bin, sign * sum);
  }
  void add(std::size_t row, std::size_t bin, double n) {
    double& over = over_[row][bin];
    cost_ += weights_[row] * n * (2 * over + n);
    over += n;
  }

  std::vector<double> totals_, weights_;
  std::vector<std::vector<double>> over_;  // n − wanted
  std::vector<std::vector<int>> holders_;  // loads with the class
  double cost_ = 0;
  int empty_ = 0;
};

Table filled(const std::vector<Load>& loads, const std::vector<int>& bins, const std::vector<double>& shares) {
  Table out(loads, shares);
  for (std::size_t i = 0; i < loads.size(); ++i) out.put(loads[i], index(bins[i]));
  return out;
}

class Search {
 public:
  Search(const std::vector<Load>& loads, const std::vector<double>& shares, std::vector<int>& bins, Random random)
      : loads_(loads), shares_(shares), bins_(bins), random_(random), table_(filled(loads, bins, shares)) {}

  void run() {
    std::vector<int> best = bins_;
    double best_cost = table_.cost();
    int best_empty = table_.empty();
    const double enough = table_.least(shares_) + 1e-9, start = table_.unit(loads_);
    const std::size_t trials = 5000 + 4 * loads_.size();
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t t = 0; t < trials; ++t) {
        if (best_empty == 0 && best_cost <= enough) break;
        const double heat = round == 0 ? 0 : start * (1 - static_cast<double>(t) / static_cast<double>(trials));
        attempt(heat);
        if (std::pair(table_.empty(), table_.cost()) >= std::pair(best_empty, best_cost - 1e-12)) continue;
        best = bins_, best_cost = table_.cost(), best_empty = table_.empty();
      }
      bins_ = best;
      table_ = filled(loads_, best, shares_);
    }
  }

 private:
  void attempt(double threshold) {
    const std::size_t one = random_.below(loads_.size()), other = random_.below(loads_.size());
    const int from = bins_[one], there = bins_[other];
    const bool exchanges = from != there && random_.chance(0.5);
    const int to = exchanges ? there : (from + 1 + static_cast<int>(random_.below(shares_.size() - 1))) % bins();
    const double before = table_.cost();
    const int lacking = table_.empty();
    shift(one, to);
    if (exchanges) shift(other, from);
    if (table_.empty() < lacking || (table_.empty() == lacking && table_.cost() < before + threshold)) return;
    if (exchanges) shift(other, there);
    shift(one, from);
  }
  void shift(std::size_t load, int to) {
    table_.take(loads_[load], index(bins_[load]));
    table_.put(loads_[load], index(to));
    bins_[load] = to;
  }
  int bins() const { return static_cast<int>(shares_.size()); }

  const std::vector<Load>& loads_;
  const std::vector<double>& shares_;
  std::vector<int>& bins_;
  Random random_;
  Table table_;
};

}  // namespace

double distance(const std::vector<Load>& loads, const std::vector<int>& bins, const std::vector<double>& shares) {
  return filled(loads, bins, shares).cost();
}

void exchange(const std::vector<Load>& loads, const std::vector<double>& shares, std::vector<int>& bins,
              Random random) {
  if (shares.size() > 1 && loads.size() > 1) Search(loads, shares, bins, random).run();
}

}  // namespace xp
