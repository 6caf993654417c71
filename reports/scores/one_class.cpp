#include "reports/scores/one_class.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/judged.h"

namespace xp {
namespace {

constexpr double half = 0.5;

/// What was called positive, as a test of two classes.
Judged called(const Judged& judged, int positive, double threshold) {
  Judged out{2, {}, judged.groups};
  out.predictions.reserve(judged.predictions.size());
  for (const Prediction& p : judged.predictions) {
    const bool is = p.probabilities[static_cast<std::size_t>(positive)] >= threshold;
    out.predictions.push_back({p.sample, p.label == positive, {is ? 0.0 : 1.0, is ? 1.0 : 0.0}});
  }
  return out;
}

class Points {
 public:
  Points(const Judged& judged, int positive, const Bootstrap& bootstrap, const Memo& memo)
      : judged_(judged), positive_(positive), bootstrap_(bootstrap), memo_(memo) {}

  OperatingPoint at(const std::string& name, double threshold) const {
    const Judged said = called(judged_, positive_, threshold);
    const Confusion counts(said.predictions, 2);
    OperatingPoint out{name, threshold};
    out.positives = counts.support(1), out.negatives = counts.support(0);
    out.true_positives = counts.at(1, 1), out.false_positives = counts.at(0, 1);
    const std::vector<Scalar> scalars{{"recall", 1}, {"specificity", 1}, {"precision", 1}};
    const std::vector<Figure*> figures{&out.sensitivity, &out.specificity, &out.precision};
    for (std::size_t i = 0; i < scalars.size(); ++i) *figures[i] = rate_of(scalars[i], counts, bootstrap_.confidence);
    if (!judged_.grouped()) return out;
    const Resampled resamples = resampled({said}, scalars, bootstrap_, memo_);
    for (std::size_t i = 0; i < scalars.size(); ++i) {
      figures[i]->interval = resamples.intervals[0][i];
      figures[i]->method = std::isnan(figures[i]->interval.low) ? Method::none : Method::cluster_bootstrap;
    }
    return out;
  }

 private:
  const Judged& judged_;
  int positive_;
  const Bootstrap& bootstrap_;
  const Memo& memo_;
};

}  // namespace

OneClass one_class(const Record& record, const Judged& judged, int positive, const ScoreAsked& asked,
                   const Memo& memo) {
  OneClass out{positive, Part::validation, {}, {}};
  Judged chosen_on = xp::judged(record, Part::validation);
  if (asked.part == Part::validation || !chosen_on.images()) chosen_on = judged, out.chosen_on = asked.part;
  const Points points(judged, positive, asked.bootstrap, memo);
  const auto add = [&](const std::string& name, double threshold) { out.points.push_back(points.at(name, threshold)); };
  const Ranking ranking = xp::ranking(chosen_on, positive);
  if (judged.classes == 2) add("probability of 0.5", half);
  if (ranking.positives && ranking.negatives) {
    add("Youden's index", ranking.youden().threshold);
    if (asked.sensitivity)
      add(fmt::format("sensitivity of at least {}", *asked.sensitivity),
          ranking.at_sensitivity(*asked.sensitivity).threshold);
    if (asked.specificity)
      add(fmt::format("specificity of at least {}", *asked.specificity),
          ranking.at_specificity(*asked.specificity).threshold);
  }
  for (int tenth = 1; tenth < 10; ++tenth) out.table.push_back(points.at("", tenth / 10.0));
  return out;
}

}  // namespace xp
