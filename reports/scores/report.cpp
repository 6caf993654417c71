#include "reports/scores/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "reports/judged.h"
#include "reports/outcome.h"
#include "reports/parts.h"
#include "reports/scores/one_class.h"

namespace xp {
namespace {

std::string part_of(Part part) { return part == Part::test ? "test" : "validation"; }

int positive_class(const std::vector<std::string>& classes, const ScoreAsked& asked) {
  if (!asked.positive.empty()) {
    const auto at = std::find(classes.begin(), classes.end(), asked.positive);
    if (at == classes.end())
      throw Error(fmt::format("there is no class \"{}\"", asked.positive), suggestion(asked.positive, classes));
    return static_cast<int>(at - classes.begin());
  }
  if (classes.size() == 2) return 1;
  if (asked.sensitivity || asked.specificity)
    throw Error(fmt::format("an operating point is of one class against the rest, and there are {}", classes.size()),
                fmt::format("--positive CLASS: {}", join(classes)));
  return -1;
}

std::vector<OverFoldsRow> over_folds_of(const std::vector<Record>& folds, const ScoreAsked& asked) {
  std::vector<Judged> judged;
  for (const Record& fold : folds) judged.push_back(xp::judged(fold, asked.part));
  double ratio = 0;
  for (const Record& fold : folds) ratio += scored_per_training(fold, asked.part) / static_cast<double>(folds.size());
  std::vector<OverFoldsRow> out;
  for (const Score& score : overall_scalars()) {
    std::vector<double> values;
    for (const Judged& fold : judged) values.push_back(fold.images() ? value_of({score.name}, fold) : std::nan(""));
    out.push_back({score.name, over_folds(values, ratio, asked.bootstrap.confidence, scale_of(score.name))});
  }
  return out;
}

/// Whether nothing was ever in doubt.
bool certain(const Judged& judged) {
  return std::all_of(judged.predictions.begin(), judged.predictions.end(), [](const Prediction& p) {
    return std::all_of(p.probabilities.begin(), p.probabilities.end(), [](double q) { return q == 0 || q == 1; });
  });
}

[[noreturn]] void refuse_empty(const Record& record, Part part) {
  const std::string run = run_name(record.run.id);
  const auto& stored = part == Part::test ? record.test : record.validation;
  const Part other = part == Part::test ? Part::validation : Part::test;
  std::string hint = fmt::format("it is {}; xp show {} tells more", name(record.run.status), run);
  if (!stored.empty())
    hint = "a probability is no number: a network that diverged says nothing";
  else if (!usable(record, other).empty())
    hint = fmt::format("it has some of {}: --part {}", part_of(other), name(other));
  else if (is_imported(record))
    hint = fmt::format("xp import predictions FILE.csv{} --name \"{}\"", part == Part::test ? "" : " --part val",
                       record.run.name.empty() ? "NAME" : record.run.name);
  throw Error(fmt::format("{} has no {} predictions to score", run, part_of(part)), hint);
}

void caution(ScoreReport& report) {
  if (report.part == Part::validation)
    report.caveats.push_back(
        "Of the validation part, by which training was steered or chosen: its scores are optimistic.");
  if (report.torn && !report.of_groups)
    report.caveats.push_back(
        "There are no scores by group (patient): in every group, images have different labels, so no group has one.");
  if (report.torn && report.of_groups)
    report.caveats.push_back(
        fmt::format("{} group{} whose images have different labels {} left out of the scores by group.", report.torn,
                    report.torn == 1 ? "" : "s", report.torn == 1 ? "is" : "are"));
  if (!report.probabilistic)
    report.caveats.push_back(
        "Classes were named without probabilities: what rests on these, from log loss to AUC, is left out.");
  if (report.probabilistic && report.certain)
    report.caveats.push_back(
        "Every probability is 0 or 1: these are not probabilities but classes, and log loss, AUC and calibration say "
        "of them no more than accuracy does.");
  if (report.one && report.one->chosen_on == Part::test)
    report.caveats.push_back(
        "There are no validation predictions: thresholds that are chosen on the images they are scored on flatter.");
}

}  // namespace

ScoreReport score_report(const Record& record, const ScoreAsked& asked, const Memo& memo,
                         const std::vector<Record>& folds) {
  ScoreReport out;
  out.run = record.run, out.part = asked.part, out.classes = record.classes, out.bootstrap = asked.bootstrap;
  const Judged judged = xp::judged(record, asked.part);
  out.all = asked.all, out.probabilistic = judged.probabilistic, out.folds = folds_of(record);
  if (folds.size() > 1) out.over_folds = over_folds_of(folds, asked);
  if (!judged.images() && out.over_folds.empty()) refuse_empty(record, asked.part);
  const int positive = positive_class(record.classes, asked);
  if (judged.images()) {
    out.sheet = sheet(judged, asked.bootstrap, memo);
    out.by_chance = calibration_by_chance(judged), out.certain = certain(judged);
    if (judged.grouped()) {
      const Judged groups = by_group(judged, &out.torn);
      if (groups.images()) out.of_groups = sheet(groups, asked.bootstrap, memo);
    }
    if (positive >= 0 && judged.probabilistic) out.one = one_class(record, judged, positive, asked);
  }
  caution(out);
  const auto ended = static_cast<int>(folds.size());
  if (out.folds > ended)
    out.caveats.push_back(fmt::format("{} of {} folds have ended: the others count nowhere.", ended, out.folds));
  return out;
}

}  // namespace xp
