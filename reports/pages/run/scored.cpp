#include "reports/pages/run/scored.h"

#include <fmt/format.h>

#include "framework/base/text.h"
#include "reports/outcome.h"
#include "reports/words.h"

namespace xp {

std::optional<ScoreReport> scored_of(const Material& run) {
  if (run.scores) return run.scores;
  std::vector<Record> folds = run.parts;
  std::erase_if(folds, [](const Record& part) { return part.run.role.starts_with("control "); });
  for (const Part part : {Part::test, Part::validation}) {
    ScoreAsked asked;
    asked.part = part;
    if (!usable(run.record, part).empty() || (part == Part::test && folds.size() > 1))
      return score_report(run.record, asked, {}, folds);
  }
  return std::nullopt;
}

std::string part_of(const ScoreReport& report) { return report.part == Part::test ? "test" : "validation"; }

std::string images_of(const ScoreReport& report) {
  const std::string groups = report.sheet.groups ? " in " + counted(report.sheet.groups, "group") : "";
  return counted(report.sheet.images, part_of(report) + " image") + groups;
}

std::string intervals_of(const ScoreReport& report) {
  if (report.sheet.groups)
    return fmt::format(
        "Intervals are 95 %; images of one group (patient) are not independent, so whole groups are drawn: {} groups, "
        "not {} images, bear them.",
        report.sheet.groups, report.sheet.images);
  return "Intervals are 95 %: of rates by Wilson, of AUC by DeLong, of other scores by the bootstrap.";
}

}  // namespace xp
