// Scores of a confusion matrix need only to know how many of the images that it cannot tell apart changed places, means
// of images only the sum of their differences: both are far shorter than to judge the images of each draw again.
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <tuple>

#include "framework/base/random.h"
#include "framework/scores/chance/coins.h"
#include "framework/scores/chance/paired.h"
#include "framework/scores/of_counts.h"

namespace xp {
namespace {

/// Places of images that change places together.
using Units = std::vector<std::vector<std::size_t>>;
/// The difference of a score in the next draw.
using Dealt = std::function<double()>;

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

  double difference(OfCounts value, int of_class) {
    std::array<Confusion, 2> dealt = seen_;
    for (const auto& [moves, units] : alike_) {
      const int swapped = heads(units, random_);
      for (const auto& [truth, a, b] : moves) {
        dealt[0].add(truth, a, -swapped), dealt[0].add(truth, b, swapped);
        dealt[1].add(truth, b, -swapped), dealt[1].add(truth, a, swapped);
      }
    }
    return value(dealt[1], of_class) - value(dealt[0], of_class);
  }

 private:
  std::array<Confusion, 2> seen_;
  std::map<std::vector<Move>, int> alike_;  // units that no confusion matrix tells apart, counted
  Random random_;
};

/// Of a mean of images: the sum of what units differ by, each with a sign that a coin decides.
class Signs {
 public:
  Signs(const Scalar& scalar, const Judged& first, const Judged& second, const Units& units, Random random)
      : images_(first.images()), random_(random) {
    const auto of = [&](const Judged& judged, std::size_t i) {
      return value_of(scalar, Judged{.classes = judged.classes, .predictions = {judged.predictions[i]}});
    };
    std::vector<double> by;
    for (const auto& unit : units) {
      by.push_back(0);
      for (const std::size_t i : unit) by.back() += of(second, i) - of(first, i);
    }
    by.resize((by.size() + 7) / 8 * 8);
    for (std::size_t unit = 0; unit < by.size(); unit += 8) {
      sums_.emplace_back();
      for (unsigned coins = 0; coins < 256; ++coins)
        for (unsigned k = 0; k < 8; ++k) sums_.back()[coins] += coins >> k & 1 ? -by[unit + k] : by[unit + k];
    }
  }

  double difference() {
    double sum = 0;
    std::uint64_t coins = 0;
    for (std::size_t i = 0; i < sums_.size(); ++i, coins >>= 8) {
      if (i % 8 == 0) coins = random_.bits();
      sum += sums_[i][coins & 255];
    }
    return sum / images_;
  }

 private:
  std::vector<std::array<double, 256>> sums_;  // of eight units, by their coins
  double images_;
  Random random_;
};

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

Dealt dealt(const Scalar& scalar, const Judged& first, const Judged& second, const Units& units, Random random) {
  if (const auto value = of_counts(scalar.score)) {
    auto matrices = std::make_shared<Matrices>(first, second, units, random);
    return [=] { return matrices->difference(value, scalar.of_class); };
  }
  if (scalar.score == "loss" || scalar.score == "brier") {
    auto signs = std::make_shared<Signs>(scalar, first, second, units, random);
    return [=] { return signs->difference(); };
  }
  auto answers = std::make_shared<Answers>(first, second, units, random);
  return [=] { return answers->difference(scalar); };
}

}  // namespace

double randomisation(const Scalar& scalar, const Judged& first, const Judged& second, int draws, std::uint64_t seed) {
  assert(first.images() == second.images() && first.groups == second.groups);
  const double seen = std::abs(value_of(scalar, second) - value_of(scalar, first));
  if (std::isnan(seen)) return seen;
  if (seen == 0) return 1;
  const Units units = units_of(first, second);
  const Dealt difference = dealt(scalar, first, second, units, Random(seed, "scores/randomisation"));
  int beyond = 0;
  for (int draw = 0; draw < draws; ++draw)
    beyond += !(std::abs(difference()) < seen * (1 - 1e-9));  // sums in another order round differently
  return (1.0 + beyond) / (1.0 + draws);
}

}  // namespace xp
