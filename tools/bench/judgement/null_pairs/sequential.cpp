#include "tools/bench/judgement/null_pairs/sequential.h"

#include <algorithm>
#include <cmath>

#include "framework/scores/chance/paired.h"
#include "framework/scores/chance/sameness.h"
#include "framework/scores/intervals/delong.h"
#include "reports/comparison/scoring.h"

namespace xp::bench {
namespace {

constexpr double level = 0.05;

/// NaN where a score is undefined; else randomisation's p where that is below the level, and where it is not, a number
/// that is not either. The first draws of many are those of few.
double randomised(const Scalar& scalar, const Judged& first, const Judged& second, int draws, std::uint64_t seed) {
  for (const int fewer : {draws / 5, draws / 2}) {
    const double p = randomisation(scalar, first, second, fewer, seed);
    const double as_large = std::round(p * (1 + fewer) - 1);
    if (std::isnan(p) || (1 + as_large) / (1 + draws) >= level) return p;
  }
  return randomisation(scalar, first, second, draws, seed);
}

double exact(const Judged& first, const Judged& second) {
  int wins = 0, losses = 0;
  for (std::size_t i = 0; i < first.predictions.size(); ++i) {
    const Prediction &a = first.predictions[i], &b = second.predictions[i];
    const int step = (predicted(b) == b.label) - (predicted(a) == a.label);
    wins += step > 0, losses += step < 0;
  }
  return mcnemar_exact(wins, losses);
}

double without_bootstrap(const Scalar& scalar, const Judged& first, const Judged& second, int draws,
                         std::uint64_t seed) {
  if (scalar.score == "accuracy") return exact(first, second);
  if (!is_area(scalar)) return randomised(scalar, first, second, draws, seed);
  const AucDifference areas = auc_difference(first, second, macro_average);
  if (std::isnan(areas.difference)) return areas.difference;
  if (areas.p >= level || first.images() > few_images) return areas.p;
  return std::max(areas.p, randomised(scalar, first, second, draws, seed));
}

bool any_below(std::vector<double> p) {
  std::erase_if(p, [](double one) { return std::isnan(one); });
  const std::vector<double> corrected = holm(p);
  return std::any_of(corrected.begin(), corrected.end(), [](double one) { return one < level; });
}

}  // namespace

std::vector<bool> told_apart_sequentially(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars,
                                          int draws, std::uint64_t seed) {
  std::vector<bool> out;
  for (const Scalar& scalar : scalars) {
    std::vector<double> p;  // of pairs, as Resampled::pair
    for (std::size_t a = 0; a < runs.size(); ++a)
      for (std::size_t b = a + 1; b < runs.size(); ++b)
        p.push_back(without_bootstrap(scalar, runs[a], runs[b], draws, seed));
    const bool open = std::any_of(p.begin(), p.end(), [](double one) { return one < level; });
    if (open && scalar.score != "accuracy" && !is_area(scalar)) {
      const Resampled boot = resampled(runs, {scalar}, {.resamples = draws, .seed = seed, .threads = 1});
      for (std::size_t pair = 0; pair < p.size(); ++pair) {
        const double other = boot.p[pair][0];
        p[pair] = std::isnan(other) ? other : std::max(p[pair], other);
      }
    }
    out.push_back(open && any_below(p));
  }
  return out;
}

}  // namespace xp::bench
