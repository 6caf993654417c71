// Scores of a confusion matrix need only to know how many of the images that it cannot tell apart changed places, means
// of images only the sum of their differences: both are far shorter than to judge the images of each draw again.
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <map>
#include <tuple>

#include "framework/base/random.h"
#include "framework/scores/chance/coins.h"
#include "framework/scores/chance/paired.h"
#include "framework/scores/of_counts.h"

namespace xp {
namespace {

/// Places of images that change places together.
using Units = std::vector<std::vector<std::size_t>>;
/// Those left out on which both runs say the same.
Units units_of(const Judged& first, const Judged& second) {
  std::map<int, std::vector<std::size_t>> units;
  for (std::size_t i = 0; i < first.predictions.size(); ++i)
    if (first.predictions[i].probabilities != second.predictions[i].probabilities)
      units[first.groups.empty() ? static_cast<int>(i) : first.groups[i]].push_back(i);
  Units out;
  for (auto& [_, images] : units) out.push_back(std::move(images));
  return out;
}

/// Of one image: its class, and what the first and the second run say it is.
using Move = std::tuple<int, int, int>;

class Matrices {
 public:
  Matrices(const Judged& first, const Judged& second, const Units& units, Random random)
      : seen_{Confusion(first.predictions, first.classes), Confusion(second.predictions, second.classes)},
        random_(random) {
    for (const auto& unit : units) {
      std::vector<Move> moves;
      for (const std::size_t i : unit) {
        const int a = predicted(first.predictions[i]), b = predicted(second.predictions[i]);
        if (a != b) moves.emplace_back(first.predictions[i].label, a, b);
      }
      std::sort(moves.begin(), moves.end());
      if (!moves.empty()) ++alike_[moves];
    }
  }

  /// The two runs' matrices in the next draw.
  std::array<Confusion, 2> dealt() {
    std::array<Confusion, 2> dealt = seen_;
    for (const auto& [moves, units] : alike_) {
      const int swapped = heads(units, random_);
      for (const auto& [truth, a, b] : moves) {
        dealt[0].add(truth, a, -swapped), dealt[0].add(truth, b, swapped);
        dealt[1].add(truth, b, -swapped), dealt[1].add(truth, a, swapped);
      }
    }
    return dealt;
  }

 private:
  std::array<Confusion, 2> seen_;
  std::map<std::vector<Move>, int> alike_;  // units that no confusion matrix tells apart, counted
  Random random_;
};

/// What units differ by in a mean of images, eight units beside each other.
std::vector<double> steps_of(const Scalar& scalar, const Judged& first, const Judged& second, const Units& units) {
  const auto of = [&](const Judged& judged, std::size_t i) {
    return value_of(scalar, Judged{.classes = judged.classes, .predictions = {judged.predictions[i]}});
  };
  std::vector<double> by;
  for (const auto& unit : units) {
    by.push_back(0);
    for (const std::size_t i : unit) by.back() += of(second, i) - of(first, i);
  }
  by.resize((by.size() + 7) / 8 * 8);
  return by;
}

/// Coins of many draws: of eight units a byte, those of all draws beside each other.
class Coins {
 public:
  static constexpr std::size_t most = 1024;  // draws at once: their coins and sums stay near

  Coins(std::size_t units, Random random) : words_((units + 63) / 64), bytes_(words_ * 8 * most), random_(random) {}

  void toss(std::size_t draws) {
    for (std::size_t draw = 0; draw < draws; ++draw)
      for (std::size_t word = 0; word < words_; ++word) {
        const std::uint64_t coins = random_.bits();
        for (std::size_t k = 0; k < 8; ++k)
          bytes_[(8 * word + k) * most + draw] = static_cast<std::uint8_t>(coins >> (8 * k));
      }
  }
  const std::uint8_t* of_eight(std::size_t place) const { return &bytes_[place * most]; }

 private:
  std::size_t words_;
  std::vector<std::uint8_t> bytes_;
  Random random_;
};

/// Sums of `by`, each unit with the sign that its coin decides, draw by draw.
std::array<double, Coins::most> signed_sums(const std::vector<double>& by, const Coins& coins, std::size_t draws) {
  std::array<double, Coins::most> out{};
  for (std::size_t unit = 0; unit < by.size(); unit += 8) {
    std::array<double, 256> sums{};  // of eight units, by their coins
    for (std::size_t k = 0, ways = 1; k < 8; ++k, ways *= 2)
      for (std::size_t way = ways; way-- > 0;) sums[way + ways] = sums[way] - by[unit + k], sums[way] += by[unit + k];
    const std::uint8_t* of = coins.of_eight(unit / 8);
    for (std::size_t draw = 0; draw < draws; ++draw) out[draw] += sums[of[draw]];
  }
  return out;
}

/// Any other: both runs' images are judged again.
class Answers {
 public:
  Answers(const Judged& first, const Judged& second, const Units& units, Random random)
      : first_(first), second_(second), units_(units), random_(random) {}

  double difference(const Scalar& scalar) {
    std::uint64_t coins = 0;
    for (std::size_t unit = 0; unit < units_.size(); ++unit, coins >>= 1) {
      if (unit % 64 == 0) coins = random_.bits();
      if (!(coins & 1)) continue;
      for (const std::size_t i : units_[unit])
        first_.predictions[i].probabilities.swap(second_.predictions[i].probabilities);
    }
    return value_of(scalar, second_) - value_of(scalar, first_);
  }

 private:
  Judged first_, second_;
  const Units& units_;
  Random random_;
};

/// How often a draw's difference is as large as the one that was seen.
struct Counted {
  double seen;
  int beyond = 0;
  void count(double difference) {
    beyond += !(std::abs(difference) < seen * (1 - 1e-9));  // sums in another order round differently
  }
};

}  // namespace

std::vector<double> randomisations(const std::vector<Scalar>& scalars, const Judged& first, const Judged& second,
                                   int draws, std::uint64_t seed) {
  assert(first.images() == second.images() && first.groups == second.groups);
  const Units units = units_of(first, second);
  const Random random(seed, "scores/randomisation");
  std::vector<Counted> counted;
  std::vector<std::size_t> of_matrices, of_means, others;
  for (std::size_t s = 0; s < scalars.size(); ++s) {
    const std::string& score = scalars[s].score;
    counted.push_back({std::abs(value_of(scalars[s], second) - value_of(scalars[s], first))});
    if (!(counted[s].seen > 0)) continue;
    (of_counts(score) ? of_matrices : score == "loss" || score == "brier" ? of_means : others).push_back(s);
  }
  if (!of_matrices.empty()) {
    Matrices matrices(first, second, units, random);
    for (int draw = 0; draw < draws; ++draw) {
      const std::array<Confusion, 2> dealt = matrices.dealt();
      for (const std::size_t s : of_matrices) {
        const OfCounts value = of_counts(scalars[s].score);
        counted[s].count(value(dealt[1], scalars[s].of_class) - value(dealt[0], scalars[s].of_class));
      }
    }
  }
  if (!of_means.empty()) {
    std::vector<std::vector<double>> by;
    for (const std::size_t s : of_means) by.push_back(steps_of(scalars[s], first, second, units));
    Coins coins(units.size(), random);
    for (std::size_t left = static_cast<std::size_t>(draws), now; left > 0; left -= now) {
      coins.toss(now = std::min(left, Coins::most));
      for (std::size_t m = 0; m < by.size(); ++m) {
        const auto sums = signed_sums(by[m], coins, now);
        for (std::size_t draw = 0; draw < now; ++draw) counted[of_means[m]].count(sums[draw] / first.images());
      }
    }
  }
  for (const std::size_t s : others) {
    Answers answers(first, second, units, random);
    for (int draw = 0; draw < draws; ++draw) counted[s].count(answers.difference(scalars[s]));
  }
  std::vector<double> out;
  for (const Counted& c : counted)
    out.push_back(std::isnan(c.seen) ? c.seen : c.seen == 0 ? 1 : (1.0 + c.beyond) / (1.0 + draws));
  return out;
}

double randomisation(const Scalar& scalar, const Judged& first, const Judged& second, int draws, std::uint64_t seed) {
  return randomisations({scalar}, first, second, draws, seed)[0];
}

}  // namespace xp
