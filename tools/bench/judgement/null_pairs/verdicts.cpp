#include "tools/bench/judgement/null_pairs/verdicts.h"

#include <algorithm>
#include <map>

#include "framework/scores/chance/paired.h"
#include "framework/scores/intervals/interval.h"

namespace xp::bench {
namespace {

Verdict of_accuracy(const Judged& first, const Judged& second) {
  int wins = 0, losses = 0;
  std::map<int, int> groups;
  for (std::size_t i = 0; i < first.predictions.size(); ++i) {
    const Prediction &a = first.predictions[i], &b = second.predictions[i];
    const int step = (predicted(b) == b.label) - (predicted(a) == a.label);
    wins += step > 0, losses += step < 0;
    groups[first.groups.empty() ? static_cast<int>(i) : first.groups[i]] += step;
  }
  std::vector<int> differences;
  for (const auto& [_, difference] : groups) differences.push_back(difference);
  return {mcnemar_mid_p(wins, losses), mcnemar_exact(wins, losses), mcnemar_by_group(differences)};
}

}  // namespace

Verdicts verdicts(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, int draws, std::uint64_t seed) {
  std::vector<Scalar> drawn;
  for (const Scalar& scalar : scalars)
    if (scalar.score != "accuracy") drawn.push_back(scalar);
  Resampled boot;
  if (!drawn.empty()) boot = resampled(runs, drawn, {.resamples = draws, .seed = seed, .threads = 1});
  Verdicts out{scalars, {}};
  for (std::size_t a = 0; a < runs.size(); ++a)
    for (std::size_t b = a + 1; b < runs.size(); ++b) {
      out.of_pairs.emplace_back();
      std::size_t next = 0;
      for (const Scalar& scalar : scalars) {
        if (scalar.score == "accuracy") {
          out.of_pairs.back().push_back(of_accuracy(runs[a], runs[b]));
          continue;
        }
        const double p = boot.p[Resampled::pair(a, b, runs.size())][next++];
        const double dealt =
            scalar.score == "auc" && !(p < 0.05) ? 1 : randomisation(scalar, runs[a], runs[b], draws, seed);
        out.of_pairs.back().push_back({p, dealt, std::max(p, dealt)});
      }
    }
  return out;
}

}  // namespace xp::bench
