#include "reports/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/store/tracked.h"
#include "reports/outcome.h"
#include "reports/parts.h"
#include "reports/words.h"

namespace xp {
namespace {

std::string asked(const Record& record) {
  if (!record.run.title.empty()) return record.run.title;
  const Value* model = find(record.settings, "model");
  if (is_imported(record))
    return fmt::format("What another tool{} came to.", model ? fmt::format(" ({})", model->text()) : "");
  if (is_tracked(record) && record.classes.empty())
    return fmt::format("What {} came to.", find(record.settings, "tracked")->text());
  return fmt::format("Can {} tell {} classes apart?", model ? model->text() : "this network", record.classes.size());
}

std::string ended(const RunRow& run) {
  const std::string why = run.reason.empty() ? "" : ": " + run.reason;
  switch (run.status) {
    case Status::scheduled: return "The run has not started.";
    case Status::running: return fmt::format("The run is at epoch {}.", done_of(run.epochs, run.epochs_planned));
    case Status::failed:
      return fmt::format("The run failed after {} epochs{}.", done_of(run.epochs, run.epochs_planned), why);
    case Status::killed:
      return fmt::format("The run was stopped after {} epochs{}.", done_of(run.epochs, run.epochs_planned), why);
    case Status::finished: break;
  }
  return "";
}

/// " (95 % interval 76 to 96)"; of images that share groups, as the scores have it.
std::string interval(const Rate& rate) {
  if (!rate.n) return "";
  if (!rate.bounded()) return " (too few groups of images for an interval)";
  return fmt::format(" (95 % interval {} to {}{})", decimal(100 * rate.low, 0), decimal(100 * rate.high, 0),
                     rate.by_group ? ", by group" : "");
}

std::string result(const Record& record) {
  if (folds_of(record)) return folds_sentence(record);
  const Outcome test = outcome(record, Part::test), validation = outcome(record, Part::validation);
  std::string out = ended(record.run);
  if (!out.empty()) out += ' ';
  if (test.n)
    return out + fmt::format("{} of {} test images are named right{}: {} %{}{}.", test.accuracy.right, test.n,
                             on_tiles(record) ? ", each by the mean over its tiles" : "",
                             decimal(100 * test.accuracy.value, 1), interval(test.accuracy),
                             trains_nothing(record) || !record.run.chosen_epoch
                                 ? ""
                                 : fmt::format(", with the weights of epoch {} of {}", record.run.chosen_epoch,
                                               record.run.epochs));
  if (std::isfinite(validation.accuracy.value))
    return out + fmt::format("There is no test result; validation accuracy at epoch {} was {} %{}.",
                             record.run.chosen_epoch, decimal(100 * validation.accuracy.value, 1),
                             interval(validation.accuracy));
  return out + "There is no result.";
}

}  // namespace

Summary summarise(const Record& record, const Diagnosis& diagnosis) {
  const auto graded = [&](Grade grade) {
    return std::count_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                         [&](const Finding& f) { return f.grade == grade; });
  };
  std::string trust = diagnosis.headline;
  if (const auto more = graded(Grade::serious) + graded(Grade::warning) - 1;
      more > 0 && diagnosis.grade >= Grade::warning)
    trust += fmt::format(" ({} more {}.)", more, more == 1 ? "warning" : "warnings");
  return {asked(record), result(record), trust};
}

}  // namespace xp
