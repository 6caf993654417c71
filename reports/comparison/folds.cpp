#include "reports/comparison/folds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/comparison/shared.h"
#include "reports/judged.h"

namespace xp {
namespace {

Scalar renumbered(const Scalar& scalar, const std::vector<std::string>& from, const std::vector<std::string>& to) {
  return scalar.of_class < 0 ? scalar : scalar_named(name(scalar, from), to);
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

FoldByFold fold_by_fold(const std::vector<Record>& first, const std::vector<Record>& second,
                        const std::vector<Scalar>& scalars, const std::vector<std::string>& classes) {
  FoldByFold out;
  std::vector<std::vector<double>> steps(scalars.size());
  std::vector<double> ratios;
  for (const Record& a : first) {
    const auto twin =
        std::find_if(second.begin(), second.end(), [&](const Record& b) { return b.run.role == a.run.role; });
    if (twin == second.end()) continue;
    const Shared images = shared({&a, &*twin}, Part::test);
    if (images.runs.size() < 2) continue;
    if (!images.differ.empty()) {
      out.obstacle =
          fmt::format("{} was tested on other images in the one than in the other ({})", a.run.role, images.differ);
      return out;
    }
    ratios.push_back(scored_per_training(a, Part::test));
    for (std::size_t s = 0; s < scalars.size(); ++s) {
      const Scalar scalar = renumbered(scalars[s], classes, images.classes);
      steps[s].push_back(value_of(scalar, images.judged[1]) - value_of(scalar, images.judged[0]));
    }
  }
  if (ratios.size() < 2) {
    out.obstacle = "they share fewer than two tested folds";
    return out;
  }
  for (const std::vector<double>& values : steps) out.differences.push_back(over_folds(values, mean(ratios)));
  return out;
}

EachFold each_fold(const std::vector<std::vector<Record>>& folds_of_runs, const Scalar& scalar,
                   const std::vector<std::string>& classes) {
  EachFold out;
  for (const auto& folds : folds_of_runs)
    for (const Record& fold : folds)
      if (!fold.test.empty() && std::find(out.folds.begin(), out.folds.end(), fold.run.role) == out.folds.end())
        out.folds.push_back(fold.run.role);
  for (const auto& folds : folds_of_runs) {
    std::vector<double>& scores = out.scores.emplace_back(out.folds.size(), std::nan(""));
    for (const Record& fold : folds) {
      const Judged said = judged(fold, Part::test);
      if (said.predictions.empty()) continue;
      const auto place = std::find(out.folds.begin(), out.folds.end(), fold.run.role) - out.folds.begin();
      scores[static_cast<std::size_t>(place)] = value_of(renumbered(scalar, classes, fold.classes), said);
    }
  }
  return out;
}

std::vector<Figure> over_own_folds(const std::vector<Record>& folds, const std::vector<Scalar>& scalars,
                                   const std::vector<std::string>& classes) {
  std::vector<std::vector<double>> values(scalars.size());
  std::vector<double> ratios;
  for (const Record& fold : folds) {
    const Judged said = judged(fold, Part::test);
    if (said.predictions.empty()) continue;
    ratios.push_back(scored_per_training(fold, Part::test));
    for (std::size_t s = 0; s < scalars.size(); ++s)
      values[s].push_back(value_of(renumbered(scalars[s], classes, fold.classes), said));
  }
  std::vector<Figure> out;
  for (std::size_t s = 0; s < scalars.size(); ++s) {
    const OverFolds over = over_folds(values[s], mean(ratios), 0.95, scale_of(scalars[s].score));
    out.push_back({over.mean, over.interval, std::isnan(over.interval.low) ? Method::none : Method::folds});
  }
  return out;
}

}  // namespace xp
